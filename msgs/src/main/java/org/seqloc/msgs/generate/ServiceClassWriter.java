package org.seqloc.msgs.generate;

import org.seqloc.msgs.definition.Definitions;
import org.seqloc.msgs.definition.MessageDefinition;
import org.seqloc.msgs.definition.ServiceDefinition;

/** Writes the Java class that names one service type; its two messages have their own classes. */
final class ServiceClassWriter {

  private ServiceClassWriter() {}

  /** The text of the class's file. */
  static String write(ServiceDefinition service, Definitions definitions) {
    JavaNames.checkUsable(service.name());
    String request = JavaNames.qualified(service.request().name());
    String response = JavaNames.qualified(service.response().name());
    return """
        %10$s from the definition of %1$s.
        package %2$s;

        /** The ROS service %1$s. */
        public final class %3$s {
          public static final java.lang.String _TYPE = "%1$s";

          /** The full definition, that of all used types included. */
          public static final java.lang.String _DEFINITION =
              %4$s;

          public static final org.seqloc.msgs.ServiceType<%5$s, %6$s> TYPE =
              new org.seqloc.msgs.ServiceType<>(
                  _TYPE,
                  "%7$s",
                  _DEFINITION,
                  %8$s,
                  %9$s);

          private %3$s() {}
        }
        """
        .formatted(
            service.name(),
            service.name().packageName(),
            service.name().name(),
            JavaLiterals.text(definitions.fullText(service)),
            request,
            response,
            definitions.md5(service),
            typeOf(service.request()),
            typeOf(service.response()),
            OutputFolder.MARK);
  }

  /** The expression for a message's type. */
  static String typeOf(MessageDefinition message) {
    return JavaNames.qualified(message.name()) + "." + new JavaNames(message).typeConstant();
  }
}
