package org.ros.internal.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ros.internal.transport.TransportLimits;

/** Clients that are slow, silent or too many; limits are one or two seconds and two connections. */
class XmlRpcServerLimitsTest {

  private XmlRpcServer server;

  @BeforeEach
  void start() {
    server =
        new XmlRpcServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            (method, parameters) -> method,
            new TransportLimits(1000, 1000, 2, 1, 1, 10_000, 2, 1, 2));
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void post(Socket socket, int length, String body) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static void call(Socket socket) throws IOException {
    String body = "<methodCall><methodName>hello</methodName></methodCall>";
    post(socket, body.length(), body);
    String answer = "";
    InputStream in = socket.getInputStream();
    while (!answer.contains("</methodResponse>")) {
      int next = in.read();
      assertTrue(next >= 0, "ended after " + answer);
      answer += (char) next;
    }
    assertTrue(answer.contains("hello"), answer);
    assertEquals('\n', in.read());
  }

  /** Sends a byte now and then until the server has had enough. */
  private static void drip(Socket socket) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    try {
      while (System.nanoTime() < end) {
        out.write(' ');
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (SocketException e) {
      return; // closed, as it should be
    }
    throw new AssertionError("the server still listens");
  }

  @Test
  void aRequestThatDripsInIsCutOffAlsoOnAConnectionThatHasServed()
      throws IOException, InterruptedException {
    try (Socket fresh = connect()) {
      post(fresh, 5_000, "<methodCall>");
      drip(fresh);
    }
    try (Socket known = connect()) {
      call(known);
      call(known);
      post(known, 5_000, "<methodCall>");
      drip(known);
    }
  }

  @Test
  void aSilentConnectionIsClosed() throws IOException {
    try (Socket socket = connect()) {
      call(socket);
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void connectionsBeyondTheMostAreClosedAndTheOthersServed() throws IOException {
    try (Socket first = connect();
        Socket second = connect()) {
      call(first);
      call(second);
      try (Socket third = connect()) {
        assertEquals(-1, third.getInputStream().read());
      }
      call(first);
    }
  }
}
