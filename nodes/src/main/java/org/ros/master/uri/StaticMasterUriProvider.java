package org.ros.master.uri;

import java.net.URI;
import java.util.concurrent.TimeUnit;

/** A master that is known. */
public class StaticMasterUriProvider implements MasterUriProvider {

  private final URI uri;

  public StaticMasterUriProvider(URI uri) {
    this.uri = uri;
  }

  @Override
  public URI getMasterUri() {
    return uri;
  }

  @Override
  public URI getMasterUri(long timeout, TimeUnit unit) {
    return uri;
  }
}
