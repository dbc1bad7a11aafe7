package org.ros;

import java.net.URI;

/** The same when no two nodes are of one process. */
class SocketGraphTest extends LocalGraphTest {
  @Override
  TestNodes newNodes(URI master) {
    return new TestNodes(master, true);
  }
}
