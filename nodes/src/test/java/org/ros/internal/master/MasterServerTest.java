package org.ros.internal.master;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ros.RosCore;

/** Our master. */
class MasterServerTest extends MasterContract {

  private static final RosCore CORE = RosCore.newPrivate();

  @BeforeAll
  static void start() {
    CORE.start();
  }

  @AfterAll
  static void end() {
    CORE.shutdown();
  }

  @Override
  URI master() {
    return CORE.getUri();
  }

  @Test
  void toolsThatAskForTheDistributionAreToldNoetic() {
    assertEquals(success("noetic\n"), call("getParam", "/test", "/rosdistro"));
  }

  /** As wiki.ros.org/ROS/Parameter Server API says; rosmaster itself always answers 1. */
  @Test
  void whoWasNotSubscribedToAParameterIsToldSo() {
    assertEquals(
        success(0), call("unsubscribeParam", "/test", "http://127.0.0.1:1/", "/never/subscribed"));
  }
}
