package org.seqloc.bags.sensor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.Sensor;

/** Adds sensors to a kapture, and writes their records and files at once. */
public final class WriterSink implements KaptureSink {

  private final Kapture.Builder kapture;
  private final KaptureWriter writer;
  private final Map<String, String> frames = new TreeMap<>();

  public WriterSink(Kapture.Builder kapture, KaptureWriter writer) {
    this.kapture = kapture;
    this.writer = writer;
  }

  @Override
  public void sensor(Sensor sensor, String frame) {
    kapture.sensor(sensor);
    frames.put(sensor.id(), frame);
  }

  @Override
  public void record(Sensor sensor, long stampNanos, List<String> values) {
    writer.record(sensor, stampNanos, values);
  }

  @Override
  public void file(String path, byte[] content) {
    writer.image(path, content);
  }

  /** The sensors that had records, each with its frame, by id. */
  public Map<String, String> frames() {
    return Map.copyOf(frames);
  }
}
