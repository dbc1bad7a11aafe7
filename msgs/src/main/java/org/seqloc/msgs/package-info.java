/**
 * What travels on a ROS graph: message definitions, generated classes, MD5 sums and the ROS 1
 * codec.
 */
package org.seqloc.msgs;
