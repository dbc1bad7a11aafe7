package org.ros.internal.xmlrpc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods of a ROS XML-RPC API. Every call has the caller's name as its first argument and is
 * answered by [code, message, value] with code 1 (success), 0 (failure) or -1 (error of the
 * caller). See wiki.ros.org/ROS/Master_Slave_APIs.
 */
public final class RosApi implements XmlRpcServer.Handler {

  /** What one method does. */
  public interface Method {
    Answer call(Arguments arguments);
  }

  /** The three parts of every answer. */
  public record Answer(int code, String message, Object value) {

    public static Answer success(String message, Object value) {
      return new Answer(1, message, value);
    }

    /** The caller's error; the value of errors is 0 by convention. */
    public static Answer error(String message) {
      return new Answer(-1, message, 0);
    }

    public static Answer failure(String message, Object value) {
      return new Answer(0, message, value);
    }

    List<Object> toList() {
      return List.of(code, message, value);
    }
  }

  /** An argument that is not what the method expects; answered with code -1. */
  public static final class ArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArgumentException(String message) {
      super(message);
    }
  }

  /** The arguments of one call; the caller's name has index 0. */
  public static final class Arguments {
    private final List<Object> values;

    Arguments(List<Object> values) {
      this.values = values;
    }

    public String caller() {
      return string(0, "caller_id");
    }

    public int size() {
      return values.size();
    }

    public Object value(int index) {
      return values.get(index);
    }

    public String string(int index, String name) {
      if (values.get(index) instanceof String string) {
        return string;
      }
      throw new ArgumentException("parameter [" + name + "] must be a string");
    }

    public String nonEmpty(int index, String name) {
      String string = string(index, name);
      if (string.isEmpty()) {
        throw new ArgumentException("parameter [" + name + "] must be a non-empty string");
      }
      return string;
    }

    /** A node's or service's address. */
    public String address(int index, String name) {
      String string = string(index, name);
      if (!string.startsWith("http://") && !string.startsWith("rosrpc://")) {
        throw new ArgumentException("parameter [" + name + "] is not an RPC URI");
      }
      return string;
    }

    public List<?> list(int index, String name) {
      if (values.get(index) instanceof List<?> list) {
        return list;
      }
      throw new ArgumentException("parameter [" + name + "] must be an array");
    }
  }

  private record Entry(int minArguments, int maxArguments, Object errorValue, Method method) {
    Answer error(String message) {
      return new Answer(-1, message, errorValue);
    }
  }

  private final Map<String, Entry> methods = new HashMap<>();

  /**
   * @param arguments how many, the caller's name included
   */
  public RosApi add(String name, int arguments, Method method) {
    return add(name, arguments, arguments, method);
  }

  public RosApi add(String name, int minArguments, int maxArguments, Method method) {
    methods.put(name, new Entry(minArguments, maxArguments, 0, method));
    return this;
  }

  /**
   * Sets what these methods, which were added before, answer as value beside the message that an
   * argument is wrong; 0 unless set. Some peers look at the value's type before the code.
   */
  public RosApi withErrorValue(Object value, String... names) {
    for (String name : names) {
      Entry old = methods.get(name);
      if (old == null) {
        throw new IllegalArgumentException("there is no method " + name);
      }
      methods.put(name, new Entry(old.minArguments, old.maxArguments, value, old.method));
    }
    return this;
  }

  @Override
  public Object call(String method, List<Object> parameters) throws XmlRpcException {
    Entry entry = methods.get(method);
    if (entry == null) {
      throw new XmlRpcException(
          XmlRpcException.UNKNOWN_METHOD, "method \"" + method + "\" is not supported");
    }
    if (parameters.size() < entry.minArguments || parameters.size() > entry.maxArguments) {
      return entry
          .error(
              "%s takes %d arguments, got %d"
                  .formatted(method, entry.minArguments, parameters.size()))
          .toList();
    }
    try {
      Arguments arguments = new Arguments(parameters);
      arguments.caller();
      return entry.method.call(arguments).toList();
    } catch (ArgumentException e) {
      return entry.error(e.getMessage()).toList();
    }
  }
}
