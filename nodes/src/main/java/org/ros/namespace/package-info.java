/** Names on the ROS graph and how they are resolved. */
package org.ros.namespace;
