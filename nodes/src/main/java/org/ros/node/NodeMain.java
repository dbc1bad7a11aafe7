package org.ros.node;

import org.ros.namespace.GraphName;

/** The program of a node. */
public interface NodeMain extends NodeListener {

  /** The node's name unless its configuration has one. */
  GraphName getDefaultNodeName();
}
