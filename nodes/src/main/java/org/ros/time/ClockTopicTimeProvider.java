package org.ros.time;

import org.ros.message.Time;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Subscriber;
import org.ros.node.topic.TransportHints;
import rosgraph_msgs.Clock;

/** The time that somebody publishes on /clock, as a simulation or a bag player does. */
public class ClockTopicTimeProvider implements TimeProvider {

  private final Subscriber<Clock> subscriber;
  private volatile Time newest = new Time();

  public ClockTopicTimeProvider(ConnectedNode node) {
    subscriber = node.newSubscriber("/clock", Clock._TYPE, new TransportHints(true));
    subscriber.addMessageListener(message -> newest = message.getClock());
  }

  public Subscriber<Clock> getSubscriber() {
    return subscriber;
  }

  /** The newest time that came; time zero before the first. */
  @Override
  public Time getCurrentTime() {
    return new Time(newest);
  }
}
