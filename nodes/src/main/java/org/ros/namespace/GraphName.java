package org.ros.namespace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.ros.exception.RosRuntimeException;

/**
 * A name on the ROS graph: global ({@code /a/b}), relative ({@code a/b}), private ({@code ~a}) or
 * empty. See wiki.ros.org/Names.
 */
public final class GraphName {

  static final String ANONYMOUS_PREFIX = "anonymous_";

  private static final Pattern VALID = Pattern.compile("([~/A-Za-z][\\w/]*)?");
  private static final GraphName ROOT = new GraphName("/");
  private static final GraphName EMPTY = new GraphName("");
  private static final AtomicLong ANONYMOUS = new AtomicLong();

  private final String name;

  private GraphName(String name) {
    this.name = name;
  }

  /**
   * @throws RosRuntimeException when the text is no name: it starts with a letter, '/' or '~' and
   *     goes on with letters, digits, '_' and '/'
   */
  public static GraphName of(String name) {
    if (!isValid(name)) {
      throw new RosRuntimeException(
          "'"
              + name
              + "' is no ROS name; start with a letter, '/' or '~' and go on with letters, digits,"
              + " '_' and '/'");
    }
    String canonical = name.replaceAll("/{2,}", "/");
    if (canonical.startsWith("~/")) {
      canonical = "~" + canonical.substring(2);
    }
    if (canonical.length() > 1 && canonical.endsWith("/")) {
      canonical = canonical.substring(0, canonical.length() - 1);
    }
    return new GraphName(canonical);
  }

  /** Whether {@link #of} takes the text. The parameter server holds names that it does not take. */
  public static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }

  /** A relative name that no other process takes. */
  public static GraphName newAnonymous() {
    return new GraphName(
        ANONYMOUS_PREFIX
            + ProcessHandle.current().pid()
            + "_"
            + System.currentTimeMillis()
            + "_"
            + ANONYMOUS.incrementAndGet());
  }

  public static GraphName root() {
    return ROOT;
  }

  public static GraphName empty() {
    return EMPTY;
  }

  public boolean isGlobal() {
    return name.startsWith("/");
  }

  public boolean isRoot() {
    return name.equals("/");
  }

  public boolean isEmpty() {
    return name.isEmpty();
  }

  public boolean isPrivate() {
    return name.startsWith("~");
  }

  public boolean isRelative() {
    return !isGlobal() && !isPrivate();
  }

  /** The name without its last part; the root's parent is the root. */
  public GraphName getParent() {
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      return new GraphName(name.substring(0, slash));
    }
    return isGlobal() ? ROOT : EMPTY;
  }

  /** The last part. */
  public GraphName getBasename() {
    return new GraphName(name.substring(name.lastIndexOf('/') + 1));
  }

  /** The name without a leading '/' or '~'. */
  public GraphName toRelative() {
    return isRelative() ? this : new GraphName(name.substring(1));
  }

  /** The name with a leading '/'. */
  public GraphName toGlobal() {
    return isGlobal() ? this : new GraphName("/" + toRelative().name);
  }

  /** {@code other} within this namespace; {@code other} itself when it is global. */
  public GraphName join(GraphName other) {
    if (other.isGlobal() || isEmpty()) {
      return other;
    }
    if (isRoot()) {
      return other.toGlobal();
    }
    return other.isEmpty() ? this : new GraphName(name + "/" + other.name);
  }

  public GraphName join(String other) {
    return join(of(other));
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GraphName that && name.equals(that.name);
  }
}
