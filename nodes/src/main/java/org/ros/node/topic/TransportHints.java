package org.ros.node.topic;

/** How a subscriber wishes to be served. */
public class TransportHints {

  private boolean tcpNoDelay;

  public TransportHints() {
    this(false);
  }

  /**
   * @param tcpNoDelay ask publishers not to wait for more before they send a packet
   */
  public TransportHints(boolean tcpNoDelay) {
    this.tcpNoDelay = tcpNoDelay;
  }

  public TransportHints tcpNoDelay(boolean tcpNoDelay) {
    this.tcpNoDelay = tcpNoDelay;
    return this;
  }

  public boolean getTcpNoDelay() {
    return tcpNoDelay;
  }
}
