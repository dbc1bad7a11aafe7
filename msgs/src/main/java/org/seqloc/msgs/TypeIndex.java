package org.seqloc.msgs;

import java.util.List;
import java.util.Optional;

/**
 * The types of one run of the generator. {@link MessageTypes} finds those of users by {@link
 * java.util.ServiceLoader}.
 */
public interface TypeIndex {

  Optional<MessageType<?>> message(String rosName);

  Optional<ServiceType<?, ?>> service(String rosName);

  /** The ROS names of all message types, sorted; requests and responses included. */
  List<String> messageNames();

  /** The ROS names of all service types, sorted. */
  List<String> serviceNames();
}
