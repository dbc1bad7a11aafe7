package org.ros.internal.master;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.ros.Noetic;

/** ROS Noetic's master: shows that the contract asks of ours what the original does. */
class RosmasterTest extends MasterContract {

  @TempDir private static Path folder;
  private static Noetic noetic;
  private static URI uri;

  /** For each test, so that each is counted as skipped where there is no roscore. */
  @BeforeEach
  void startOnce() {
    Noetic.require("roscore");
    if (noetic == null) {
      start();
    }
  }

  private static void start() {
    int port = Noetic.freePort();
    uri = URI.create("http://127.0.0.1:" + port + "/");
    noetic = new Noetic(uri, folder);
    noetic.start("roscore", "-p", Integer.toString(port)).awaitOutput("started core service");
  }

  @AfterAll
  static void end() {
    if (noetic != null) {
      noetic.close();
    }
  }

  @Override
  URI master() {
    return uri;
  }
}
