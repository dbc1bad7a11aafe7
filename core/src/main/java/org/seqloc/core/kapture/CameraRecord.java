package org.seqloc.core.kapture;

import java.util.Comparator;

/**
 * A row of records_camera.txt.
 *
 * @param stampNanos the timestamp, see the package
 * @param camera the sensor id
 * @param imagePath the file within sensors/records_data, '/' between folders
 */
public record CameraRecord(long stampNanos, String camera, String imagePath)
    implements Comparable<CameraRecord> {

  private static final Comparator<CameraRecord> ORDER =
      Comparator.comparingLong(CameraRecord::stampNanos)
          .thenComparing(CameraRecord::camera)
          .thenComparing(CameraRecord::imagePath);

  /**
   * @throws IllegalArgumentException when the path leads out of records_data or cannot stand in a
   *     kapture table
   */
  public CameraRecord {
    KaptureText.checkId(camera, "camera id");
    KaptureImages.checkPath(imagePath);
  }

  /** By stamp, then camera. */
  @Override
  public int compareTo(CameraRecord other) {
    return ORDER.compare(this, other);
  }
}
