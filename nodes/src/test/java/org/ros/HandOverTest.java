package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ros.internal.transport.LocalPublishers;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.ros.node.ConnectedNode;
import org.ros.node.topic.Publisher;
import org.ros.node.topic.RawPublisher;
import org.ros.node.topic.Subscriber;
import sensor_msgs.PointCloud2;

/** What becomes of a message between its publisher and subscribers here and elsewhere. */
class HandOverTest {

  private static final int BYTES = 1_000_000;

  private final RosCore core = RosCore.newPrivate();
  private final BlockingQueue<PointCloud2> near = new LinkedBlockingQueue<>();
  private final BlockingQueue<PointCloud2> alsoNear = new LinkedBlockingQueue<>();
  private final BlockingQueue<PointCloud2> far = new LinkedBlockingQueue<>();
  private TestNodes nodes;
  private TestNodes distant;
  private ConnectedNode scanner;
  private Publisher<PointCloud2> clouds;

  @BeforeEach
  void startMaster() {
    core.start();
    nodes = new TestNodes(core.getUri());
    distant = new TestNodes(core.getUri(), true);
    scanner = nodes.start("/scanner");
    clouds = scanner.newPublisher("/cloud", PointCloud2._TYPE);
  }

  @AfterEach
  void end() {
    nodes.close();
    distant.close();
    core.shutdown();
  }

  private Subscriber<PointCloud2> listen(String name, BlockingQueue<PointCloud2> heard) {
    int before = clouds.getNumberOfSubscribers();
    Subscriber<PointCloud2> subscriber =
        nodes.start(name).newSubscriber("/cloud", PointCloud2._TYPE);
    subscriber.addMessageListener(heard::add, 100);
    Await.until(() -> clouds.getNumberOfSubscribers() == before + 1, () -> name);
    return subscriber;
  }

  private static PointCloud2 cloud(ByteBuf data) {
    PointCloud2 cloud = new PointCloud2();
    cloud.getHeader().setFrameId("lidar");
    cloud.setData(data);
    cloud.setIsDense(true);
    return cloud;
  }

  private static ByteBuffer noise() {
    byte[] bytes = new byte[BYTES];
    new Random(7).nextBytes(bytes);
    return ByteBuffer.allocateDirect(BYTES).put(bytes).flip();
  }

  private static PointCloud2 next(BlockingQueue<PointCloud2> heard) throws InterruptedException {
    PointCloud2 cloud = heard.poll(10, TimeUnit.SECONDS);
    assertTrue(cloud != null, "a message within 10 s");
    return cloud;
  }

  @Test
  void subscribersOfTheProcessGetTheObjectThatIsHandedOver() throws InterruptedException {
    listen("/mapper", near);
    listen("/viewer", alsoNear);
    PointCloud2 cloud = cloud(Unpooled.wrappedBuffer(noise()));
    clouds.handOver(cloud);
    assertSame(cloud, next(near));
    assertSame(cloud, next(alsoNear));
  }

  @Test
  void whatIsPublishedMayBeChangedAtOnce() throws InterruptedException {
    listen("/mapper", near);
    byte[] bytes = {1, 2, 3};
    PointCloud2 cloud = cloud(Unpooled.wrappedBuffer(bytes));
    clouds.publish(cloud);
    bytes[0] = 9;
    cloud.getHeader().setFrameId("changed");
    PointCloud2 heard = next(near);
    assertNotSame(cloud, heard);
    assertEquals("lidar", heard.getHeader().getFrameId());
    assertEquals(1, heard.getData().getByte(0));
  }

  @Test
  void socketsGetTheBytesWhereverTheyLie() throws InterruptedException {
    listen("/mapper", near);
    // From here on the scanner is to others as if it were of another process.
    LocalPublishers.remove(scanner.getUri());
    listen("/recorder", far);
    int published = 0;
    for (ByteBuf data : List.of(Unpooled.wrappedBuffer(noise()), Unpooled.copiedBuffer(noise()))) {
      PointCloud2 cloud = cloud(data);
      cloud.getHeader().setSeq(published++); // as the publisher numbers it for sockets
      clouds.handOver(cloud);
      assertSame(cloud, next(near));
      assertEquals(cloud, next(far));
      assertTrue(cloud.getIsDense(), "the field behind the bytes");
      assertEquals(1, data.refCnt());
    }
  }

  @Test
  void whoComesLaterGetsTheLatchedMessage() throws InterruptedException {
    clouds.setLatchMode(true);
    PointCloud2 cloud = cloud(Unpooled.wrappedBuffer(noise()));
    clouds.handOver(cloud);
    Subscriber<PointCloud2> late = nodes.start("/late").newSubscriber("/cloud", PointCloud2._TYPE);
    late.addMessageListener(near::add, 10);
    assertEquals(cloud, next(near));
    Await.until(late::getLatchMode, () -> "the header says that the topic latches");
  }

  @Test
  void rawBytesAreReleasedWhenAllHaveThem() throws InterruptedException {
    PointCloud2 cloud = cloud(Unpooled.wrappedBuffer(noise()));
    RawPublisher raw = distant.start("/replay").newRawPublisher("/cloud", PointCloud2.TYPE, 8);
    Subscriber<PointCloud2> subscriber =
        nodes.start("/recorder").newSubscriber("/cloud", PointCloud2._TYPE);
    subscriber.addMessageListener(far::add, 10);
    Await.until(raw::hasSubscribers, () -> "a subscriber");
    ByteBuf payload = PooledByteBufAllocator.DEFAULT.directBuffer();
    cloud.writeTo(payload);
    raw.handOver(payload);
    assertEquals(cloud, next(far));
    Await.until(() -> payload.refCnt() == 0, () -> "the bytes released");
  }

  @Test
  void connectionsOfAProcessShowInTheBusInfoAndEndWithEitherSide() {
    Subscriber<PointCloud2> subscriber = listen("/mapper", near);
    List<?> answer =
        (List<?>) new XmlRpcClient(scanner.getUri()).call("getBusInfo", "/test").join();
    List<?> connections = (List<?>) answer.get(2);
    assertTrue(
        connections.stream()
            .map(connection -> (List<?>) connection)
            .anyMatch(
                connection ->
                    connection.get(1).equals("/mapper")
                        && connection.get(2).equals("o")
                        && connection.get(3).equals("INTRAPROCESS")
                        && connection.get(4).equals("/cloud")),
        connections.toString());
    subscriber.shutdown();
    Await.until(() -> clouds.getNumberOfSubscribers() == 0, () -> "the subscriber gone");
    Subscriber<PointCloud2> second = listen("/viewer", near);
    clouds.shutdown();
    Await.until(() -> second.getNumberOfPublishers() == 0, () -> "the publisher gone");
  }

  @Test
  void anotherTypeIsRefusedAsOverASocket() {
    Subscriber<std_msgs.String> other =
        nodes.start("/confused").newSubscriber("/cloud", std_msgs.String._TYPE);
    listen("/mapper", near);
    assertEquals(1, clouds.getNumberOfSubscribers());
    assertEquals(0, other.getNumberOfPublishers());
  }
}
