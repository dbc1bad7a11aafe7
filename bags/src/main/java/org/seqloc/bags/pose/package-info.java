/** Poses and frames in ROS messages, and core's: here the order of a quaternion's parts changes. */
package org.seqloc.bags.pose;
