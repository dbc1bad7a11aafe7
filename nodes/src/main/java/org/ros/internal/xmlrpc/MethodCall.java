package org.ros.internal.xmlrpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One call: the method's name and its parameters in order. */
public record MethodCall(String method, List<Object> parameters) {
  public MethodCall {
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }
}
