/** Answers of the master and of nodes. */
package org.ros.internal.node.response;
