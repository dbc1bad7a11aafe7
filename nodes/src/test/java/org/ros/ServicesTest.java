package org.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nav_msgs.SetMap;
import nav_msgs.SetMapRequest;
import nav_msgs.SetMapResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ros.exception.DuplicateServiceException;
import org.ros.exception.RemoteException;
import org.ros.exception.ServiceException;
import org.ros.exception.ServiceNotFoundException;
import org.ros.internal.transport.ConnectionHeader;
import org.ros.node.ConnectedNode;
import org.ros.node.service.ServiceClient;
import org.ros.node.service.ServiceResponseBuilder;
import org.ros.node.service.ServiceResponseListener;
import org.ros.node.service.ServiceServer;
import std_srvs.SetBool;
import std_srvs.SetBoolRequest;
import std_srvs.SetBoolResponse;
import std_srvs.Trigger;

/** Services of this process among themselves, and callers that misbehave. */
class ServicesTest {

  private static final ServiceResponseBuilder<SetBoolRequest, SetBoolResponse> ECHO =
      (request, response) -> {
        response.setSuccess(request.getData());
        response.setMessage("got " + request.getData());
      };

  private final RosCore core = RosCore.newPrivate();
  private TestNodes nodes;
  private ConnectedNode server;
  private ConnectedNode caller;

  @BeforeEach
  void startMaster() {
    core.start();
    nodes = new TestNodes(core.getUri());
    server = nodes.start("/server");
    caller = nodes.start("/caller");
  }

  @AfterEach
  void end() {
    nodes.close();
    core.shutdown();
  }

  /** Answers as text: the message, or "failed: " and why. */
  private static final class Answers implements ServiceResponseListener<SetBoolResponse> {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void onSuccess(SetBoolResponse response) {
      heard.add(response.getMessage());
    }

    @Override
    public void onFailure(RemoteException e) {
      heard.add("failed: " + e.getMessage());
    }

    String next() throws InterruptedException {
      String answer = heard.poll(20, TimeUnit.SECONDS);
      assertTrue(answer != null, "an answer within 20 s");
      return answer;
    }
  }

  private ServiceServer<SetBoolRequest, SetBoolResponse> serve(
      ServiceResponseBuilder<SetBoolRequest, SetBoolResponse> builder) {
    ServiceServer<SetBoolRequest, SetBoolResponse> started =
        server.newServiceServer("/switch", SetBool._TYPE, builder);
    Await.until(() -> caller.lookupServiceUri("/switch") != null, () -> "the registration");
    return started;
  }

  private ServiceClient<SetBoolRequest, SetBoolResponse> client(boolean persistent)
      throws ServiceNotFoundException {
    return caller.newServiceClient(caller.resolveName("/switch"), SetBool._TYPE, persistent);
  }

  private static SetBoolRequest request(
      ServiceClient<SetBoolRequest, SetBoolResponse> client, boolean data) {
    SetBoolRequest request = client.newMessage();
    request.setData(data);
    return request;
  }

  @Test
  void answersComeInTheOrderOfTheCalls() throws Exception {
    serve(ECHO);
    for (boolean persistent : new boolean[] {true, false}) {
      ServiceClient<SetBoolRequest, SetBoolResponse> client = client(persistent);
      Answers answers = new Answers();
      List<String> expected = new ArrayList<>();
      List<String> got = new ArrayList<>();
      int calls = persistent ? 500 : 20;
      for (int i = 0; i < calls; i++) {
        client.call(request(client, i % 3 == 0), answers);
        expected.add("got " + (i % 3 == 0));
      }
      for (int i = 0; i < calls; i++) {
        got.add(answers.next());
      }
      assertEquals(expected, got);
      Await.until(
          () -> client.isConnected() == persistent, () -> "connected for as long as it should");
      client.shutdown();
    }
  }

  /** Without persistence each call has a connection of its own, the last one ending meanwhile. */
  @Test
  void whoCallsAgainWhenAnsweredIsAnswered() throws Exception {
    serve(ECHO);
    ServiceClient<SetBoolRequest, SetBoolResponse> client = client(false);
    int calls = 100;
    Answers answers = new Answers();
    ServiceResponseListener<SetBoolResponse> again =
        new ServiceResponseListener<>() {
          private int answered;

          @Override
          public void onSuccess(SetBoolResponse response) {
            answers.onSuccess(response);
            if (++answered < calls) {
              client.call(request(client, true), this);
            }
          }

          @Override
          public void onFailure(RemoteException e) {
            answers.onFailure(e);
          }
        };
    client.call(request(client, true), again);
    for (int i = 0; i < calls; i++) {
      assertEquals("got true", answers.next(), "call " + i);
    }
  }

  @Test
  void largeRequestsArriveWhole() throws Exception {
    byte[] cells = new byte[3_000_000];
    new Random(5).nextBytes(cells);
    BlockingQueue<Boolean> same = new LinkedBlockingQueue<>();
    server.<SetMapRequest, SetMapResponse>newServiceServer(
        "/set_map",
        SetMap._TYPE,
        (request, response) ->
            response.setSuccess(request.getMap().getData().equals(Unpooled.wrappedBuffer(cells))));
    Await.until(() -> caller.lookupServiceUri("/set_map") != null, () -> "the registration");
    ServiceClient<SetMapRequest, SetMapResponse> client =
        caller.newServiceClient("/set_map", SetMap._TYPE);
    SetMapRequest request = client.newMessage();
    request.getMap().setData(Unpooled.wrappedBuffer(cells));
    client.call(
        request,
        new ServiceResponseListener<>() {
          @Override
          public void onSuccess(SetMapResponse response) {
            same.add(response.getSuccess());
          }

          @Override
          public void onFailure(RemoteException e) {
            same.add(false);
          }
        });
    assertEquals(true, same.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void failuresReachTheCallerAndTheConnectionLivesOn() throws Exception {
    serve(
        (request, response) -> {
          if (request.getData()) {
            throw new ServiceException("the switch is stuck");
          }
          throw new IllegalStateException("broken");
        });
    ServiceClient<SetBoolRequest, SetBoolResponse> client = client(true);
    Answers answers = new Answers();
    client.call(request(client, true), answers);
    assertEquals("failed: the switch is stuck", answers.next());
    client.call(request(client, false), answers);
    assertEquals(
        "failed: the service failed: java.lang.IllegalStateException: broken", answers.next());
    assertTrue(client.isConnected());
  }

  @Test
  void aSlowCallHoldsUpNoOtherCaller() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    serve(
        (request, response) -> {
          try {
            assertTrue(!request.getData() || release.await(20, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          response.setMessage(request.getData() ? "slow" : "quick");
        });
    Answers answers = new Answers();
    ServiceClient<SetBoolRequest, SetBoolResponse> slow = client(true);
    ServiceClient<SetBoolRequest, SetBoolResponse> quick = client(true);
    slow.call(request(slow, true), answers);
    quick.call(request(quick, false), answers);
    assertEquals("quick", answers.next());
    release.countDown();
    assertEquals("slow", answers.next());
  }

  @Test
  void whoServesNothingOrAnotherTypeIsNotFound() {
    assertThrows(ServiceNotFoundException.class, () -> client(true));
    assertNull(caller.lookupServiceUri("/switch"));
    serve(ECHO);
    ServiceNotFoundException e =
        assertThrows(
            ServiceNotFoundException.class,
            () -> caller.newServiceClient("/switch", Trigger._TYPE));
    assertTrue(
        e.getMessage().contains("is served as std_srvs/SetBool (md5sum " + SetBool.TYPE.md5()),
        e::getMessage);
    assertThrows(
        DuplicateServiceException.class,
        () -> server.newServiceServer("/switch", SetBool._TYPE, ECHO));
  }

  @Test
  void callsGoOnWithAServerThatCameBack() throws Exception {
    ServiceServer<SetBoolRequest, SetBoolResponse> first = serve(ECHO);
    ServiceClient<SetBoolRequest, SetBoolResponse> client = client(true);
    Answers answers = new Answers();
    client.call(request(client, true), answers);
    assertEquals("got true", answers.next());
    first.shutdown();
    Await.until(() -> !client.isConnected(), () -> "the end of the connection");
    client.call(request(client, true), answers);
    String refused = answers.next();
    assertTrue(refused.startsWith("failed: /switch: nobody serves it"), refused);
    serve((request, response) -> response.setMessage("second"));
    client.call(request(client, true), answers);
    assertEquals("second", answers.next());
  }

  @Test
  void aShutDownClientFailsItsCalls() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    serve(
        (request, response) -> {
          try {
            assertTrue(release.await(20, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    ServiceClient<SetBoolRequest, SetBoolResponse> client = client(true);
    Answers answers = new Answers();
    client.call(request(client, true), answers);
    client.shutdown();
    assertEquals("failed: /switch: the client is shut down", answers.next());
    client.call(request(client, true), answers);
    assertEquals("failed: /switch: the client of /switch is shut down", answers.next());
    release.countDown();
  }

  @Test
  void aProbeLearnsTheTypeOfAService() throws IOException {
    URI uri = serve(ECHO).getUri();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ConnectionHeader.CALLER_ID, "/probe");
    fields.put(ConnectionHeader.SERVICE, "/switch");
    fields.put(ConnectionHeader.MD5SUM, "*");
    fields.put("probe", "1");
    try (Socket socket = RawPeer.open(uri.getHost(), uri.getPort(), new ConnectionHeader(fields))) {
      ConnectionHeader answer = RawPeer.readHeader(socket.getInputStream());
      assertEquals(SetBool._TYPE, answer.orEmpty(ConnectionHeader.TYPE));
      assertEquals(SetBool.TYPE.md5(), answer.orEmpty(ConnectionHeader.MD5SUM));
      assertEquals("std_srvs/SetBoolRequest", answer.orEmpty("request_type"));
      assertEquals("std_srvs/SetBoolResponse", answer.orEmpty("response_type"));
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void aMalformedRequestIsAnsweredAndAnEndlessOneEndsItsConnectionOnly() throws Exception {
    URI uri = serve(ECHO).getUri();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ConnectionHeader.CALLER_ID, "/bad");
    fields.put(ConnectionHeader.SERVICE, "/switch");
    fields.put(ConnectionHeader.MD5SUM, SetBool.TYPE.md5());
    fields.put("persistent", "1");
    try (Socket socket = RawPeer.open(uri.getHost(), uri.getPort(), new ConnectionHeader(fields))) {
      InputStream in = socket.getInputStream();
      RawPeer.readHeader(in);
      socket.getOutputStream().write(new byte[] {0, 0, 0, 0}); // SetBool's request has one byte
      DataInputStream answer = new DataInputStream(in);
      assertEquals(0, answer.read());
      String why =
          new String(in.readNBytes(Integer.reverseBytes(answer.readInt())), StandardCharsets.UTF_8);
      assertTrue(why.startsWith("the request is malformed: std_srvs/SetBoolRequest.data"), why);
      socket.getOutputStream().write(new byte[] {-1, -1, -1, 127});
      assertEquals(-1, in.read());
    }
    ServiceClient<SetBoolRequest, SetBoolResponse> client = client(false);
    Answers answers = new Answers();
    client.call(request(client, false), answers);
    assertEquals("got false", answers.next());
    Await.until(() -> !client.isConnected(), () -> "the end of the connection");
  }
}
