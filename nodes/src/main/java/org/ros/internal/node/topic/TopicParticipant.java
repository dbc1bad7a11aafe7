package org.ros.internal.node.topic;

import org.ros.namespace.GraphName;

/** A publisher or subscriber. */
public interface TopicParticipant {

  /** The resolved name. */
  GraphName getTopicName();

  /** {@code std_msgs/String}; of an untyped subscriber {@code *}. */
  String getTopicMessageType();
}
