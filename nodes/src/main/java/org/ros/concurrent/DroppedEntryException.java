package org.ros.concurrent;

/** An entry of a bounded queue made room for a newer one. */
public class DroppedEntryException extends Exception {
  private static final long serialVersionUID = 1L;
}
