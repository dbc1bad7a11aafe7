package org.seqloc.bags.sensor;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Sensor;

/** Adds sensors to a kapture, and writes their records and files at once. */
public final class WriterSink implements KaptureSink {

  private final Kapture.Builder kapture;
  private final KaptureWriter writer;
  private final Function<Sensor, Optional<Sensor>> description;
  private final Map<String, String> frames = new TreeMap<>();
  private final Set<Long> scans = new TreeSet<>();

  /**
   * @param description how the kapture describes a sensor; empty for one that is not taken
   */
  public WriterSink(
      Kapture.Builder kapture,
      KaptureWriter writer,
      Function<Sensor, Optional<Sensor>> description) {
    this.kapture = kapture;
    this.writer = writer;
    this.description = description;
  }

  @Override
  public void sensor(Sensor sensor, String frame) {
    description
        .apply(sensor)
        .ifPresent(
            described -> {
              kapture.sensor(described);
              frames.put(sensor.id(), frame);
            });
  }

  @Override
  public void record(Sensor sensor, long stampNanos, List<String> values) {
    if (!frames.containsKey(sensor.id())) {
      return;
    }
    writer.record(sensor, stampNanos, values);
    if (RecordKind.LIDAR.accepts(sensor)) {
      scans.add(stampNanos);
    }
  }

  @Override
  public void file(String path, byte[] content) {
    writer.image(path, content);
  }

  /** The stamps of the lidars' records, ascending. */
  public Set<Long> scans() {
    return Collections.unmodifiableSet(scans);
  }

  /** The sensors that had records, each with its frame, by id. */
  public Map<String, String> frames() {
    return Map.copyOf(frames);
  }
}
