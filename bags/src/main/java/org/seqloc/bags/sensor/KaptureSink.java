package org.seqloc.bags.sensor;

import java.util.List;
import org.seqloc.core.kapture.Sensor;

/** Takes what a kapture is made of, piece by piece. */
public interface KaptureSink {

  /**
   * Takes a sensor, once, before its first record.
   *
   * @param frame the frame of its measurements, as its first message has it; may be empty
   */
  void sensor(Sensor sensor, String frame);

  /**
   * Takes a record of a sensor; no second one with the same timestamp comes.
   *
   * @param values as they are to stand in the table of the sensor's type, behind timestamp and
   *     sensor
   */
  void record(Sensor sensor, long stampNanos, List<String> values);

  /**
   * Takes the file that the next record names.
   *
   * @param path within sensors/records_data
   */
  void file(String path, byte[] content);
}
