package org.seqloc.msgs.generate;

import java.util.List;
import java.util.stream.Collectors;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.ServiceDefinition;

/** Writes the class that finds generated types by their ROS names, without reflection. */
final class IndexWriter {

  private IndexWriter() {}

  /**
   * @param className the index class with its package
   */
  static String write(
      String className, List<MessageDefinition> messages, List<ServiceDefinition> services) {
    int dot = className.lastIndexOf('.');
    return """
        %s from all definitions.
        package %s;

        /** The generated message and service types by their ROS names. */
        public final class %s implements org.seqloc.msgs.TypeIndex {

          @java.lang.Override
          public java.util.Optional<org.seqloc.msgs.MessageType<?>> message(java.lang.String name) {
            return switch (name) {
        %s      default -> java.util.Optional.empty();
            };
          }

          @java.lang.Override
          public java.util.Optional<org.seqloc.msgs.ServiceType<?, ?>> service(
              java.lang.String name) {
            return switch (name) {
        %s      default -> java.util.Optional.empty();
            };
          }

          @java.lang.Override
          public java.util.List<java.lang.String> messageNames() {
            return java.util.List.of(%s);
          }

          @java.lang.Override
          public java.util.List<java.lang.String> serviceNames() {
            return java.util.List.of(%s);
          }
        }
        """
        .formatted(
            OutputFolder.MARK,
            className.substring(0, dot),
            className.substring(dot + 1),
            messages.stream()
                .map(m -> entry(m.name().rosName(), ServiceClassWriter.typeOf(m)))
                .collect(Collectors.joining()),
            services.stream()
                .map(s -> entry(s.name().rosName(), JavaNames.qualified(s.name()) + ".TYPE"))
                .collect(Collectors.joining()),
            messages.stream()
                .map(m -> quoted(m.name().rosName()))
                .collect(Collectors.joining(", ")),
            services.stream()
                .map(s -> quoted(s.name().rosName()))
                .collect(Collectors.joining(", ")));
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }

  private static String entry(String name, String type) {
    return "      case " + quoted(name) + " -> java.util.Optional.of(" + type + ");\n";
  }
}
