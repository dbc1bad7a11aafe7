package org.seqloc.bags.sensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.seqloc.core.kapture.Kapture;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.core.kapture.Sensor;

/**
 * Adds sensors and records to a kapture. Records of types that the format has no columns for, such
 * as {@code pressure}, become a table of their own, which {@link #finish} adds.
 */
public final class BuilderSink implements KaptureSink {

  private record Row(long stampNanos, String sensor, String values) {}

  private final Kapture.Builder kapture;
  private final BiConsumer<String, byte[]> files;
  private final Map<String, String> frames = new TreeMap<>();
  private final Map<String, List<Row>> others = new TreeMap<>();

  /**
   * @param files takes a file, by its path within sensors/records_data
   */
  public BuilderSink(Kapture.Builder kapture, BiConsumer<String, byte[]> files) {
    this.kapture = kapture;
    this.files = files;
  }

  @Override
  public void sensor(Sensor sensor, String frame) {
    kapture.sensor(sensor);
    frames.put(sensor.id(), frame);
  }

  @Override
  public void record(Sensor sensor, long stampNanos, List<String> values) {
    Optional<RecordKind> kind = RecordKind.ofLabel(sensor.type());
    if (kind.isPresent()) {
      kapture.record(kind.get(), stampNanos, sensor.id(), values);
    } else {
      others
          .computeIfAbsent(sensor.type(), type -> new ArrayList<>())
          .add(new Row(stampNanos, sensor.id(), String.join(", ", values)));
    }
  }

  @Override
  public void file(String path, byte[] content) {
    files.accept(path, content);
  }

  /** The sensors that had records, each with its frame, by id. */
  public Map<String, String> frames() {
    return Map.copyOf(frames);
  }

  /** Adds the tables of other types; the last call. */
  public void finish() {
    others.forEach(
        (type, rows) -> {
          rows.sort(Comparator.comparingLong(Row::stampNanos).thenComparing(Row::sensor));
          List<String> lines = new ArrayList<>(rows.size() + 2);
          lines.add("# kapture format: 1.1");
          lines.add("# timestamp, device_id, " + type);
          rows.forEach(r -> lines.add(r.stampNanos() + ", " + r.sensor() + ", " + r.values()));
          kapture.otherRecords(type, lines);
        });
  }
}
