package org.seqloc.core.kapture.exchange;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.kapture.DType;
import org.seqloc.core.kapture.FeatureArray;
import org.seqloc.core.kapture.FeatureConfig;
import org.seqloc.core.kapture.FeatureWriter;
import org.seqloc.core.kapture.ImagePair;
import org.seqloc.core.kapture.KaptureWriter;
import org.seqloc.core.kapture.MatchWriter;
import org.seqloc.core.kapture.Observations;
import org.seqloc.core.kapture.Points3d;

/** Writes the features, matches, points and observations of COLMAP into a kapture. */
final class ColmapReconstruction implements ImportedDataset.Reconstructed {

  /** COLMAP's usual keypoints (affine shapes) and descriptors, when all images are without. */
  private static final int KEYPOINT_COLUMNS = 6;

  private static final int DESCRIPTOR_COLUMNS = 128;

  private final Optional<ColmapModel> model;
  private final Optional<Path> database;
  private final SortedMap<Integer, String> images;
  private final ColmapImporter.Options options;

  ColmapReconstruction(
      Optional<ColmapModel> model,
      Optional<Path> database,
      SortedMap<Integer, String> images,
      ColmapImporter.Options options) {
    this.model = model;
    this.database = database;
    this.images = images;
    this.options = options;
  }

  @Override
  public void write(KaptureWriter writer, Progress progress) {
    boolean keypoints = false;
    if (database.isPresent()) {
      try (ColmapDatabase source = ColmapDatabase.open(database.get())) {
        progress.begin("importing features and matches", 3);
        keypoints = keypoints(source, writer);
        progress.advance(1);
        descriptors(source, writer);
        progress.advance(1);
        matches(source, writer);
        progress.advance(1);
        progress.end();
      } catch (IllegalArgumentException e) {
        throw new SeqlocException(database.get() + ": " + e.getMessage(), e);
      }
    }
    if (model.isPresent()) {
      if (!keypoints) {
        modelKeypoints(model.get(), writer);
      }
      points(model.get(), writer);
    }
  }

  /** Features of one table; the writer is there as soon as the number of columns is known. */
  private final class Table implements AutoCloseable {
    private final KaptureWriter writer;
    private final String what;
    private final List<String> empty = new ArrayList<>();
    private Optional<FeatureWriter> out = Optional.empty();
    private int columns;

    Table(KaptureWriter writer, String what) {
      this.writer = writer;
      this.what = what;
    }

    void add(long image, ColmapDatabase.Matrix matrix, FeatureConfigs configs, Arrays arrays) {
      String name = image(image);
      if (matrix.rows() == 0) {
        empty.add(name);
        return;
      }
      if (out.isEmpty()) {
        columns = matrix.columns();
        out = Optional.of(writer.features(configs.of(columns), false));
      }
      if (matrix.columns() != columns) {
        throw new IllegalArgumentException(
            String.format(
                "the %s of image '%s' have %d columns, those before have %d",
                what, name, matrix.columns(), columns));
      }
      out.get().add(name, arrays.of(matrix));
    }

    boolean finish(FeatureConfigs configs, int usualColumns, Arrays arrays) {
      if (!empty.isEmpty() && out.isEmpty()) {
        columns = usualColumns;
        out = Optional.of(writer.features(configs.of(columns), false));
      }
      for (String name : empty) {
        out.get().add(name, arrays.of(new ColmapDatabase.Matrix(0, columns, new byte[0])));
      }
      return out.isPresent();
    }

    @Override
    public void close() {
      out.ifPresent(FeatureWriter::close);
    }
  }

  private interface FeatureConfigs {
    FeatureConfig of(int columns);
  }

  private interface Arrays {
    FeatureArray of(ColmapDatabase.Matrix matrix);
  }

  private boolean keypoints(ColmapDatabase source, KaptureWriter writer) {
    FeatureConfigs configs =
        columns -> FeatureConfig.keypoints(options.keypointsType(), DType.FLOAT32, columns);
    try (Table table = new Table(writer, "keypoints")) {
      source.keypoints((image, matrix) -> table.add(image, matrix, configs, this::floats));
      return table.finish(configs, KEYPOINT_COLUMNS, this::floats);
    }
  }

  private FeatureArray floats(ColmapDatabase.Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    matrix.buffer().asFloatBuffer().get(values);
    if (options.shift() != 0 && matrix.columns() >= 2) {
      for (int i = 0; i < matrix.rows(); i++) {
        values[i * matrix.columns()] -= (float) options.shift();
        values[i * matrix.columns() + 1] -= (float) options.shift();
      }
    }
    return FeatureArray.ofFloats(matrix.columns(), values);
  }

  private void descriptors(ColmapDatabase source, KaptureWriter writer) {
    FeatureConfigs configs =
        columns ->
            FeatureConfig.descriptors(
                options.descriptorsType(), DType.UINT8, columns, options.keypointsType(), "L2");
    Arrays bytes = matrix -> FeatureArray.ofUnsignedBytes(matrix.columns(), matrix.bytes());
    try (Table table = new Table(writer, "descriptors")) {
      source.descriptors((image, matrix) -> table.add(image, matrix, configs, bytes));
      table.finish(configs, DESCRIPTOR_COLUMNS, bytes);
    }
  }

  private void matches(ColmapDatabase source, KaptureWriter writer) {
    boolean verified = !options.allMatches() && source.hasVerifiedMatches();
    MatchWriter[] out = new MatchWriter[1];
    try {
      source.matches(
          verified,
          (pair, matrix) -> {
            if (out[0] == null) {
              out[0] = writer.matches(options.keypointsType(), false);
            }
            if (matrix.rows() > 0 && matrix.columns() != 2) {
              throw new IllegalArgumentException(
                  "the matches of pair " + pair + " have " + matrix.columns() + " columns, not 2");
            }
            String first = image(pair / ColmapDatabase.PAIR_FACTOR);
            String second = image(pair % ColmapDatabase.PAIR_FACTOR);
            out[0].add(new ImagePair(first, second), rows(matrix));
          });
    } finally {
      if (out[0] != null) {
        out[0].close();
      }
    }
  }

  /** kapture's rows have a score, which COLMAP does not tell. */
  private static FeatureArray rows(ColmapDatabase.Matrix matrix) {
    ByteBuffer buffer = matrix.buffer();
    double[] rows = new double[3 * matrix.rows()];
    for (int i = 0; i < matrix.rows(); i++) {
      rows[3 * i] = Integer.toUnsignedLong(buffer.getInt());
      rows[3 * i + 1] = Integer.toUnsignedLong(buffer.getInt());
    }
    return FeatureArray.ofDoubles(3, rows);
  }

  private void modelKeypoints(ColmapModel from, KaptureWriter writer) {
    FeatureWriter[] out = new FeatureWriter[1];
    try {
      from.images(
          image -> {
            if (image.keypoints().size() == 0) {
              return;
            }
            if (out[0] == null) {
              out[0] =
                  writer.features(
                      FeatureConfig.keypoints(options.keypointsType(), DType.FLOAT32, 2), false);
            }
            float[] pixels = image.keypoints().pixels(options.shift());
            out[0].add(image.name(), FeatureArray.ofFloats(2, pixels));
          });
    } finally {
      if (out[0] != null) {
        out[0].close();
      }
    }
  }

  private void points(ColmapModel from, KaptureWriter writer) {
    Points3d.Builder points = new Points3d.Builder(true);
    Observations.Builder observations = new Observations.Builder();
    int[] counts = new int[2];
    from.points(
        point -> {
          points.add(
              point.position().x(),
              point.position().y(),
              point.position().z(),
              point.red(),
              point.green(),
              point.blue());
          List<Observations.Sighting> sightings =
              point.track().stream()
                  .map(e -> new Observations.Sighting(image(e.image()), e.keypoint()))
                  .toList();
          if (!sightings.isEmpty()) {
            observations.add(new Observations.Track(counts[0], options.keypointsType(), sightings));
            counts[1]++;
          }
          counts[0]++;
        });
    if (counts[0] > 0) {
      writer.points3d(points.build());
    }
    if (counts[1] > 0) {
      writer.observations(observations.build());
    }
  }

  private String image(long id) {
    String name = id < 0 || id > ColmapModel.MAX_IMAGE_ID ? null : images.get((int) id);
    if (name == null) {
      throw new IllegalArgumentException("there is no image " + id);
    }
    return name;
  }
}
