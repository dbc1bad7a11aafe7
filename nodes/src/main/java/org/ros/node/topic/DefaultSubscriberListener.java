package org.ros.node.topic;

import org.ros.internal.node.topic.PublisherIdentifier;

/** Does nothing. */
public class DefaultSubscriberListener<T> implements SubscriberListener<T> {
  @Override
  public void onMasterRegistrationSuccess(Subscriber<T> subscriber) {}

  @Override
  public void onMasterRegistrationFailure(Subscriber<T> subscriber) {}

  @Override
  public void onMasterUnregistrationSuccess(Subscriber<T> subscriber) {}

  @Override
  public void onMasterUnregistrationFailure(Subscriber<T> subscriber) {}

  @Override
  public void onNewPublisher(Subscriber<T> subscriber, PublisherIdentifier publisherIdentifier) {}

  @Override
  public void onShutdown(Subscriber<T> subscriber) {}
}
