package org.seqloc.msgs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** All types that have a generated class: those of this module and those that users generated. */
public final class MessageTypes {

  private MessageTypes() {}

  // Behind a holder class, so that nothing is looked up before the first use.
  private static final class Indexes {
    static final List<TypeIndex> ALL = load("");
  }

  /**
   * The indexes on the class path.
   *
   * @param except class of one to leave out, there or not
   */
  static List<TypeIndex> load(String except) {
    List<TypeIndex> all = new ArrayList<>();
    all.add(new BuiltInTypes());
    Iterator<ServiceLoader.Provider<TypeIndex>> providers =
        ServiceLoader.load(TypeIndex.class, MessageTypes.class.getClassLoader()).stream()
            .iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return List.copyOf(all);
        }
        ServiceLoader.Provider<TypeIndex> provider = providers.next();
        if (!provider.type().getName().equals(except)) {
          all.add(provider.get());
        }
      } catch (ServiceConfigurationError e) {
        // Named by a file of resources, but not compiled yet.
        if (except.isEmpty() || !e.getMessage().contains(except)) {
          throw e;
        }
      }
    }
  }

  /** Finds a message type by its ROS name, {@code sensor_msgs/Image}. */
  public static Optional<MessageType<?>> find(String rosName) {
    return Indexes.ALL.stream().flatMap(index -> index.message(rosName).stream()).findFirst();
  }

  /** Finds a service type by its ROS name, {@code std_srvs/Trigger}. */
  public static Optional<ServiceType<?, ?>> findService(String rosName) {
    return Indexes.ALL.stream().flatMap(index -> index.service(rosName).stream()).findFirst();
  }

  /** The ROS names of all message types, sorted. */
  public static List<String> names() {
    return Indexes.ALL.stream()
        .flatMap(index -> index.messageNames().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The ROS names of all service types, sorted. */
  public static List<String> serviceNames() {
    return Indexes.ALL.stream()
        .flatMap(index -> index.serviceNames().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
