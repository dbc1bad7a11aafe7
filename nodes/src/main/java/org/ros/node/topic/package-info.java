/** Publishers and subscribers. */
package org.ros.node.topic;
