package org.ros.internal.node.response;

/** The first part of every answer, as the ROS master and slave APIs define it. */
public enum StatusCode {
  /** The caller's fault. */
  ERROR(-1),
  /** The call failed. */
  FAILURE(0),
  SUCCESS(1);

  private final int code;

  StatusCode(int code) {
    this.code = code;
  }

  public int toInt() {
    return code;
  }

  /**
   * @throws IllegalArgumentException when it is no code of the APIs
   */
  public static StatusCode fromInt(int code) {
    for (StatusCode status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException(code + " is no status of an answer");
  }
}
