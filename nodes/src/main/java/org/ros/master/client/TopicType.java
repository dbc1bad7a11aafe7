package org.ros.master.client;

/**
 * @param getName of the topic
 * @param getMessageType such as {@code std_msgs/String}
 */
public record TopicType(String getName, String getMessageType) {}
