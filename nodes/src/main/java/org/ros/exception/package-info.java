/** What can go wrong on a ROS graph. */
package org.ros.exception;
