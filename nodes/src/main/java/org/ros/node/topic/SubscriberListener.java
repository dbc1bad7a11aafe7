package org.ros.node.topic;

import org.ros.internal.node.RegistrantListener;
import org.ros.internal.node.topic.PublisherIdentifier;

/** Hears of the life of a subscriber. Called in threads of the node's executor. */
public interface SubscriberListener<T> extends RegistrantListener<Subscriber<T>> {

  void onNewPublisher(Subscriber<T> subscriber, PublisherIdentifier publisherIdentifier);

  void onShutdown(Subscriber<T> subscriber);
}
