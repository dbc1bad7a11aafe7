package org.seqloc.core.kapture;

import java.io.IOException;
import org.seqloc.core.SeqlocException;

/** Takes the features of one type, image by image. */
public final class FeatureWriter implements AutoCloseable {

  private final FeatureConfig config;
  private final MemberSink sink;
  private final Runnable closed;

  FeatureWriter(FeatureConfig config, MemberSink sink, Runnable closed) {
    this.config = config;
    this.sink = sink;
    this.closed = closed;
  }

  /**
   * Adds the features of an image.
   *
   * @throws IllegalArgumentException when they are not of the type's dtype and dsize
   */
  public void add(String image, FeatureArray features) {
    if (!features.dtype().isSameAs(config.dtype()) || features.columns() != config.dsize()) {
      throw new IllegalArgumentException(
          String.format(
              "rows of %d %s for %s '%s' of %d %s",
              features.columns(),
              features.dtype().label(),
              config.kind().label(),
              config.type(),
              config.dsize(),
              config.dtype().label()));
    }
    String name = image + config.kind().extension();
    config.rows(features.bytes().length, name);
    try {
      sink.add(name, features.bytes());
    } catch (IOException e) {
      throw new SeqlocException("cannot write " + name + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      sink.close();
      closed.run();
    } catch (IOException e) {
      throw new SeqlocException(
          "cannot write the " + config.kind().label() + " " + config.type() + ": " + e, e);
    }
  }
}
