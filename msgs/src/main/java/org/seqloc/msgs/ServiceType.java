package org.seqloc.msgs;

import java.util.Objects;

/**
 * A kind of service. Generated classes carry theirs as the constant {@code TYPE}.
 *
 * @param name package and type, {@code std_srvs/SetBool}
 * @param md5 32 hexadecimal digits, as {@code rossrv md5} prints them
 * @param definition the full text with the definitions of all types it uses
 */
public record ServiceType<Q extends Message, R extends Message>(
    String name,
    String md5,
    String definition,
    MessageType<Q> requestType,
    MessageType<R> responseType) {
  public ServiceType {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(md5, "md5");
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(requestType, "requestType");
    Objects.requireNonNull(responseType, "responseType");
  }

  @Override
  public String toString() {
    return name;
  }
}
