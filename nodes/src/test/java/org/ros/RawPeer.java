package org.ros;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.internal.xmlrpc.RosApi;
import org.ros.internal.xmlrpc.RosApi.Answer;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.ros.internal.xmlrpc.XmlRpcServer;
import org.ros.master.client.MasterClient;

/** Ends of TCPROS connections that do what no proper node does. */
final class RawPeer {

  private static final int SMALL_BUFFER = 16 << 10;

  private RawPeer() {}

  /** Subscribes to a node's topic; the caller reads, or does not. The headers are exchanged. */
  static Socket subscribe(URI node, String topic, String type, String md5) throws IOException {
    Object answer =
        new XmlRpcClient(node)
            .call("requestTopic", "/raw", topic, List.of(List.of("TCPROS")))
            .join();
    int port = (Integer) ((List<?>) ((List<?>) answer).get(2)).get(2);
    Socket socket = open("127.0.0.1", port, header(topic, type, md5));
    readHeader(socket.getInputStream());
    return socket;
  }

  /** Connects and sends a header; what is answered is still to be read. */
  static Socket open(String host, int port, ConnectionHeader header) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(host, port), 5_000);
    send(socket, bytes(header));
    return socket;
  }

  static ConnectionHeader readHeader(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] bytes = new byte[Integer.reverseBytes(in.readInt())];
    in.readFully(bytes);
    return ConnectionHeader.read(Unpooled.wrappedBuffer(bytes));
  }

  private static ConnectionHeader header(String topic, String type, String md5) {
    return new ConnectionHeader(
        Map.of("callerid", "/raw", "topic", topic, "type", type, "md5sum", md5));
  }

  private static byte[] bytes(ConnectionHeader header) {
    ByteBuf frame = Unpooled.buffer();
    header.writeFrameTo(frame);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return bytes;
  }

  static void send(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** A node that publishes one topic, of which the test writes every byte. */
  static final class Publisher implements AutoCloseable {
    private final ServerSocket server;
    private final XmlRpcServer slave;
    private final MasterClient master;

    Publisher(URI master, String topic, String type) throws IOException {
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      server.setSoTimeout(20_000);
      slave =
          new XmlRpcServer(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              new RosApi()
                  .add(
                      "requestTopic",
                      3,
                      a ->
                          Answer.success(
                              "ready", List.of("TCPROS", "127.0.0.1", server.getLocalPort()))));
      this.master = new MasterClient("/raw_publisher", master);
      this.master.ask("registerPublisher", topic, type, uri());
    }

    private String uri() {
      return "http://127.0.0.1:" + slave.port() + "/";
    }

    void unregister(String topic) {
      master.ask("unregisterPublisher", topic, uri());
    }

    /** Waits for a subscriber, whose header is read and not answered. */
    Socket accept() throws IOException {
      Socket socket = server.accept();
      readHeader(socket.getInputStream());
      return socket;
    }

    /** Waits for a subscriber and answers its header. */
    Socket accept(String topic, String type, String md5) throws IOException {
      Socket socket = accept();
      send(socket, bytes(header(topic, type, md5)));
      return socket;
    }

    @Override
    public void close() throws IOException {
      slave.close();
      server.close();
    }
  }
}
