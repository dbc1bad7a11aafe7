package org.ros.master.uri;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.ros.exception.RosRuntimeException;

/** Knows, or finds out, where the master is. */
public interface MasterUriProvider {

  /**
   * @throws RosRuntimeException when it cannot be found
   */
  URI getMasterUri();

  /**
   * @return null when it is not found in time, as in rosjava
   */
  URI getMasterUri(long timeout, TimeUnit unit);
}
