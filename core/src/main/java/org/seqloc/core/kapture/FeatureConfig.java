package org.seqloc.core.kapture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;

/**
 * What the files of a feature type hold: the table keypoints.txt, descriptors.txt or
 * global_features.txt.
 *
 * @param type the folder, by which other tables name it: {@code r2d2_500}
 * @param name what extracted it: {@code r2d2}
 * @param dsize numbers of a row
 * @param keypointsType of descriptors the {@link #type} of their keypoints; else empty
 * @param metricType of descriptors and global features how they are compared: {@code L2}; else
 *     empty
 */
public record FeatureConfig(
    FeatureKind kind,
    String type,
    String name,
    DType dtype,
    int dsize,
    String keypointsType,
    String metricType) {

  private static final int MAX_DSIZE = 1 << 20;

  /**
   * @throws IllegalArgumentException when a value cannot stand in the table or name a folder
   */
  public FeatureConfig {
    checkType(type);
    KaptureText.checkValue(name, "feature name");
    KaptureText.checkValue(metricType, "metric type");
    if (dsize < 1 || dsize > MAX_DSIZE) {
      throw new IllegalArgumentException(
          "the dsize " + dsize + " is not between 1 and " + MAX_DSIZE);
    }
    if (kind == FeatureKind.DESCRIPTORS) {
      checkType(keypointsType);
    }
  }

  /** Keypoints whose folder is named as they are. */
  public static FeatureConfig keypoints(String type, DType dtype, int dsize) {
    return new FeatureConfig(FeatureKind.KEYPOINTS, type, type, dtype, dsize, "", "");
  }

  public static FeatureConfig descriptors(
      String type, DType dtype, int dsize, String keypointsType, String metricType) {
    return new FeatureConfig(
        FeatureKind.DESCRIPTORS, type, type, dtype, dsize, keypointsType, metricType);
  }

  /** Refuses what is no name of a folder right below another. */
  static String checkType(String type) {
    KaptureText.checkId(type, "feature type");
    if (type.equals(".")
        || type.equals("..")
        || type.indexOf('/') >= 0
        || type.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("the feature type '" + type + "' cannot name a folder");
    }
    return type;
  }

  /** Bytes of a row. */
  public int rowBytes() {
    return dsize * dtype.bytes();
  }

  /**
   * The rows in so many bytes.
   *
   * @param file for the message
   * @throws SeqlocException when they are no whole number of rows, or of a global feature not one
   */
  int rows(long bytes, String file) {
    if (bytes % rowBytes() != 0) {
      throw new SeqlocException(
          file
              + " has "
              + bytes
              + " bytes, no whole number of rows of "
              + dsize
              + " "
              + dtype.label()
              + ": extract it again");
    }
    if (kind == FeatureKind.GLOBAL_FEATURES && bytes != rowBytes()) {
      throw new SeqlocException(
          file + " has " + bytes + " bytes, a global feature takes " + rowBytes());
    }
    return (int) Math.min(Integer.MAX_VALUE, bytes / rowBytes());
  }

  /** The values of the table's row. */
  String row() {
    List<String> row = new ArrayList<>(List.of(name, dtype.label(), Integer.toString(dsize)));
    if (kind == FeatureKind.DESCRIPTORS) {
      row.add(keypointsType);
    }
    if (kind != FeatureKind.KEYPOINTS) {
      row.add(metricType);
    }
    return String.join(", ", row);
  }

  /**
   * Reads a table of version 1.1.
   *
   * @throws SeqlocException naming file and line
   */
  static FeatureConfig read(FeatureKind kind, String type, Path table) {
    return read(
        table,
        kind.columns(),
        row ->
            new FeatureConfig(
                kind,
                type,
                row.get(0),
                dtype(row.get(1)),
                dsize(row.get(2)),
                kind == FeatureKind.DESCRIPTORS ? row.get(3) : "",
                kind == FeatureKind.KEYPOINTS ? "" : row.get(row.size() - 1)));
  }

  /**
   * Reads a table of version 1.0, which has neither the type of the keypoints nor the metric, and
   * no folder per type: the name becomes the type, as in kapture's own upgrade.
   */
  static FeatureConfig read10(FeatureKind kind, Path table, String keypointsType) {
    return read(
        table,
        "name, dtype, dsize",
        row ->
            new FeatureConfig(
                kind,
                row.get(0),
                row.get(0),
                dtype(row.get(1)),
                dsize(row.get(2)),
                kind == FeatureKind.DESCRIPTORS ? keypointsType : "",
                kind == FeatureKind.KEYPOINTS ? "" : "L2"));
  }

  private interface RowParser {
    FeatureConfig parse(List<String> row);
  }

  private static FeatureConfig read(Path table, String columns, RowParser parser) {
    int count = columns.split(",", -1).length;
    List<FeatureConfig> found = new ArrayList<>(1);
    KaptureText.read(
        table,
        count,
        count,
        columns,
        (line, row) -> {
          if (!found.isEmpty()) {
            throw new IllegalArgumentException("a second row: the table has one");
          }
          found.add(parser.parse(row));
        });
    if (found.isEmpty()) {
      throw new SeqlocException(table + " has no row: it must have one of " + columns);
    }
    return found.get(0);
  }

  private static DType dtype(String text) {
    return DType.ofLabel(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the dtype '" + text + "' is none that is read: float32, float64, uint8, ..."));
  }

  private static int dsize(String text) {
    long dsize = KaptureText.whole(text, "the dsize");
    return (int) Math.max(-1, Math.min(dsize, Integer.MAX_VALUE));
  }
}
