/**
 * Recorded data: reading and writing of rosbag files (format version 2.0).
 *
 * <p>Stamps are nanoseconds since the epoch; a message's receipt time is when the recorder got it,
 * the capture time stands in its header. Files are untrusted: every length is checked against what
 * is left before it is used, and damage is reported with its byte offset.
 *
 * @see <a href="http://wiki.ros.org/Bags/Format/2.0">ROS wiki: Bag format version 2.0</a>
 */
package org.seqloc.bags;
