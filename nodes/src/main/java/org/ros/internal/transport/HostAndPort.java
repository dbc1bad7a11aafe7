package org.ros.internal.transport;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a peer listens.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to 65535
 */
public record HostAndPort(String host, int port) {

  private static final Pattern AUTHORITY = Pattern.compile("\\[?([^@\\[\\]]+)]?:(\\d{1,5})");

  public HostAndPort {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("'" + host + ":" + port + "' is not where a peer listens");
    }
  }

  /**
   * The host and port of {@code scheme://host:port/}. Unlike {@link URI#getHost} this takes names
   * with underscores, which containers have.
   */
  public static Optional<HostAndPort> of(String scheme, URI uri) {
    if (!scheme.equals(uri.getScheme()) || uri.getRawAuthority() == null) {
      return Optional.empty();
    }
    Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
    if (!authority.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(authority.group(2));
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(new HostAndPort(authority.group(1), port));
  }
}
