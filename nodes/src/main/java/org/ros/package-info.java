/** A ROS 1 client library and master with rosjava's API. */
package org.ros;
