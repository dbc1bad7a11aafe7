/**
 * Sensors other than cameras, from messages to kapture's records: positions, inertial and magnetic
 * sensors, pressure, point clouds and laser scans.
 *
 * <p>{@link org.seqloc.bags.sensor.SensorTopics} finds them, a {@link
 * org.seqloc.bags.sensor.SensorTopic} turns the messages of one topic into records. ROS has no
 * messages for WiFi and Bluetooth.
 */
package org.seqloc.bags.sensor;
