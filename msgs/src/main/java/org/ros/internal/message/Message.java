package org.ros.internal.message;

/**
 * Any message. Programs written for rosjava use the interface by this name in their own type
 * parameters; what messages can do is in {@code org.seqloc.msgs.Message}, which all of them are.
 */
public interface Message {

  /** The fields by their names. */
  RawMessage toRawMessage();
}
