package org.seqloc.core.kapture.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.SortedMap;
import org.seqloc.core.geometry.Camera;

/** Writes a sparse model of COLMAP into a folder that is there. */
interface ColmapModelWriter {

  /** As {@link ColmapModel#cameras}. */
  void cameras(SortedMap<Integer, Camera> cameras) throws IOException;

  /**
   * @param count how many there are
   */
  void images(int count, Iterator<ColmapImage> images) throws IOException;

  /**
   * @param count how many there are
   */
  void points(int count, Iterator<ColmapPoint> points) throws IOException;

  static ColmapModelWriter text(Path dir) {
    return new ColmapTextWriter(dir);
  }

  static ColmapModelWriter binary(Path dir) {
    return new ColmapBinaryWriter(dir);
  }
}
