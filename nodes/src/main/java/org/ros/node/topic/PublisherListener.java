package org.ros.node.topic;

import org.ros.internal.node.RegistrantListener;
import org.ros.internal.node.topic.SubscriberIdentifier;

/** Hears of the life of a publisher. Called in threads of the node's executor. */
public interface PublisherListener<T> extends RegistrantListener<Publisher<T>> {

  void onNewSubscriber(Publisher<T> publisher, SubscriberIdentifier subscriberIdentifier);

  void onShutdown(Publisher<T> publisher);
}
