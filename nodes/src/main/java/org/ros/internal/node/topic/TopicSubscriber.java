package org.ros.internal.node.topic;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.ros.exception.RosRuntimeException;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.transport.PublisherLink;
import org.ros.time.TimeProvider;
import org.seqloc.msgs.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's subscription to one topic: connections to all publishers, and the listeners. */
public final class TopicSubscriber implements PublisherLink.Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(TopicSubscriber.class);
  private static final String ANY = "*";

  private final String topic;
  private final String typeName;
  private final String md5;
  private final ConnectionHeader header;
  private final TimeProvider time;
  private final Deliveries deliveries;
  private volatile BiConsumer<ConnectionHeader, URI> onPublisher = (peer, uri) -> {};
  private volatile boolean latching;

  private final Map<URI, PublisherLink> links = new LinkedHashMap<>(); // guarded by this
  private boolean updated; // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param typeName {@code *} for any
   * @param md5 {@code *} for any
   * @param definition empty for any
   * @param time says when a message arrived
   */
  public TopicSubscriber(
      String node,
      String topic,
      String typeName,
      String md5,
      String definition,
      boolean tcpNoDelay,
      TimeProvider time,
      Executor executor) {
    this.topic = topic;
    this.typeName = typeName;
    this.md5 = md5;
    this.time = time;
    this.deliveries = new Deliveries(topic, executor);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ConnectionHeader.CALLER_ID, node);
    fields.put(ConnectionHeader.TOPIC, topic);
    fields.put(ConnectionHeader.TYPE, typeName);
    fields.put(ConnectionHeader.MD5SUM, md5);
    fields.put(ConnectionHeader.MESSAGE_DEFINITION, definition);
    fields.put(ConnectionHeader.TCP_NODELAY, tcpNoDelay ? "1" : "0");
    this.header = new ConnectionHeader(fields);
  }

  public String topic() {
    return topic;
  }

  public String typeName() {
    return typeName;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  boolean isLatching() {
    return latching;
  }

  /**
   * @param listener told of each publisher; called on the event loop
   */
  void onPublisher(BiConsumer<ConnectionHeader, URI> listener) {
    onPublisher = listener;
  }

  public synchronized List<PublisherLink> links() {
    return List.copyOf(links.values());
  }

  int connectedPublishers() {
    return (int) links().stream().filter(PublisherLink::isConnected).count();
  }

  /** The publishers that the master named when the topic was registered. */
  public synchronized void initialPublishers(Collection<?> uris) {
    // What the master sent on its own since then is newer than its answer.
    if (!updated) {
      connectTo(uris);
    }
  }

  /** Publishers that may be new; the others stay. */
  public synchronized void addPublishers(Collection<?> uris) {
    if (!closed) {
      connectToNew(known(uris));
    }
  }

  /** The publishers of now; what the others have sent before is still read. */
  public synchronized void updatePublishers(Collection<?> uris) {
    updated = true;
    connectTo(uris);
  }

  private void connectTo(Collection<?> uris) {
    if (closed) {
      return;
    }
    Set<URI> wanted = known(uris);
    links
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !wanted.contains(entry.getKey());
              if (gone) {
                entry.getValue().retire();
              }
              return gone;
            });
    connectToNew(wanted);
  }

  private Set<URI> known(Collection<?> uris) {
    Set<URI> known = new LinkedHashSet<>();
    for (Object uri : uris) {
      try {
        known.add(URI.create(String.valueOf(uri)));
      } catch (IllegalArgumentException e) {
        LOG.warn("a publisher of {} has the address '{}', which is no URI; left out", topic, uri);
      }
    }
    return known;
  }

  private void connectToNew(Set<URI> wanted) {
    for (URI uri : wanted) {
      if (!links.containsKey(uri)) {
        PublisherLink link = new PublisherLink(uri, header, this);
        links.put(uri, link);
        link.open();
      }
    }
  }

  @Override
  public void onConnect(PublisherLink link, ConnectionHeader publisher) {
    String theirs = publisher.orEmpty(ConnectionHeader.MD5SUM);
    if (!md5.equals(ANY) && !theirs.equals(ANY) && !theirs.equals(md5)) {
      throw new RosRuntimeException(
          "it is published as %s (md5sum %s), not as %s (md5sum %s); build both nodes with the same message definition"
              .formatted(publisher.orEmpty(ConnectionHeader.TYPE), theirs, typeName, md5));
    }
    latching = publisher.isSet(ConnectionHeader.LATCHING);
    onPublisher.accept(publisher, link.publisher());
  }

  @Override
  public boolean keepsMessages() {
    return deliveries.areKept();
  }

  @Override
  public void onFrame(PublisherLink link, ConnectionHeader publisher, ByteBuf frame) {
    deliveries.offer(Incoming.ofBytes(publisher, frame, time.getCurrentTime()));
  }

  @Override
  public void onMessage(PublisherLink link, ConnectionHeader publisher, Message message) {
    deliveries.offer(Incoming.ofMessage(publisher, message, time.getCurrentTime()));
  }

  /** Closes all connections; messages that wait are dropped. */
  public synchronized void close() {
    closed = true;
    links.values().forEach(PublisherLink::close);
    links.clear();
    deliveries.close();
  }
}
