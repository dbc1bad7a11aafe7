/** The parameter server as a node sees it. */
package org.ros.node.parameter;
