/**
 * Recordings of ROS 2: a folder with {@code metadata.yaml} and files of SQLite or MCAP, or one such
 * file.
 *
 * <p>Files are untrusted: nothing outside the folder is read, what is decompressed has limits, and
 * a database is opened for reading only.
 *
 * @see <a href="https://github.com/ros2/rosbag2">rosbag2</a>
 */
package org.seqloc.bags.rosbag2;
