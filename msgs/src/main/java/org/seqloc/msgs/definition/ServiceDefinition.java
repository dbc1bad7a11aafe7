package org.seqloc.msgs.definition;

import java.util.Objects;

/**
 * One parsed {@code .srv} file.
 *
 * @param request named like the service with {@code Request} behind it
 * @param response named like the service with {@code Response} behind it
 * @param text the file's text
 */
public record ServiceDefinition(
    TypeName name, MessageDefinition request, MessageDefinition response, String text) {
  public ServiceDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(response, "response");
    Objects.requireNonNull(text, "text");
  }
}
