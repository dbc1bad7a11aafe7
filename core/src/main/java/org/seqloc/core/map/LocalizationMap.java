package org.seqloc.core.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.feature.FeatureSpec;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.CameraModel;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.map.MapFormat.Extent;
import org.seqloc.core.map.MapFormat.Section;
import org.seqloc.core.retrieval.PlaceIndex;
import org.seqloc.core.retrieval.VladModel;

/**
 * A map file, opened for reading. Keyframes, points and the place index are held in memory;
 * landmarks and their descriptors, the bulk, stay in the memory-mapped file. Safe for use by
 * several threads.
 */
public final class LocalizationMap implements AutoCloseable {

  /** Far below the two gigabytes that one buffer can address, far above a keyframe's landmarks. */
  private static final long MAPPING_LENGTH = 1L << 26;

  private final Path file;
  private final FileChannel channel;
  private final FeatureSpec spec;
  private final List<Keyframe> keyframes;
  private final double[] points;
  private final VladModel placeModel;
  private final PlaceIndex placeIndex;
  private final ByteBuffer landmarkIndex;
  private final List<ByteBuffer> landmarks;

  /**
   * Opens a map and checks all of it.
   *
   * @throws SeqlocException when the file is missing, no map, of another version or damaged
   */
  public static LocalizationMap open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SeqlocException(
          file
              + ": no such map file; make one with 'seqloc map build --kapture DIR --out "
              + file
              + "'");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new LocalizationMap(file, channel);
    } catch (IllegalArgumentException | EOFException e) {
      channel.close();
      throw MapFormat.damaged(file, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private LocalizationMap(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    Map<Section, Extent> extents = MapFormat.readHeader(channel, file);
    spec = readSpec(extents);
    keyframes = readKeyframes(array(extents.get(Section.KEYFRAMES)));
    ByteBuffer pointBytes = bytes(extents.get(Section.POINTS));
    points = new double[pointBytes.remaining() / Double.BYTES];
    pointBytes.asDoubleBuffer().get(points);
    placeModel = VladModel.fromBytes(array(extents.get(Section.PLACE_MODEL)));
    placeIndex = new PlaceIndex(readPlaces(bytes(extents.get(Section.PLACES))));
    landmarkIndex = bytes(extents.get(Section.LANDMARK_INDEX));
    landmarks = mapLandmarks(extents.get(Section.LANDMARKS));
  }

  /** The file this map was read from. */
  public Path file() {
    return file;
  }

  /** What extracts the features that match this map's. */
  public FeatureSpec featureSpec() {
    return spec;
  }

  /** In the order of the mapping drive; a keyframe's index is its number in the place index. */
  public List<Keyframe> keyframes() {
    return keyframes;
  }

  public int pointCount() {
    return points.length / 3;
  }

  /** The position of a point in the map, metres. */
  public Vector3 point(int id) {
    return new Vector3(points[3 * id], points[3 * id + 1], points[3 * id + 2]);
  }

  /** Turns an image's features into the descriptor that {@link #placeIndex} is searched with. */
  public VladModel placeModel() {
    return placeModel;
  }

  /** Finds the keyframes that look like an image. */
  public PlaceIndex placeIndex() {
    return placeIndex;
  }

  /** The points that a keyframe observed. */
  public Landmarks landmarks(int keyframe) {
    return LandmarkCodec.decode(
        landmarks.get(keyframe).duplicate().order(ByteOrder.LITTLE_ENDIAN),
        landmarkCount(keyframe),
        spec.dimension(),
        pointCount());
  }

  /** The number of points that a keyframe observed. */
  public int landmarkCount(int keyframe) {
    return landmarkIndex.getInt(keyframe * LandmarkCodec.INDEX_ROW_LENGTH + Long.BYTES);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer bytes(Extent extent) throws IOException {
    return MapFormat.read(channel, extent.offset(), Math.toIntExact(extent.length()));
  }

  private byte[] array(Extent extent) throws IOException {
    ByteBuffer buffer = bytes(extent);
    byte[] array = new byte[buffer.remaining()];
    buffer.get(array);
    return array;
  }

  private FeatureSpec readSpec(Map<Section, Extent> extents) throws IOException {
    JsonNode json = new ObjectMapper().readTree(array(extents.get(Section.FEATURES)));
    return new FeatureSpec(
        json.path("type").asText(),
        json.path("dimension").asInt(),
        json.path("maxKeypoints").asInt(),
        json.path("maxImageSide").asInt(),
        json.path("minImageSide").asInt(),
        array(extents.get(Section.MODEL)));
  }

  private static List<Keyframe> readKeyframes(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int count = in.readInt();
    List<Keyframe> keyframes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      long stampNanos = in.readLong();
      int exposure = in.readInt();
      CameraModel model = CameraModel.valueOf(in.readUTF());
      int width = in.readInt();
      int height = in.readInt();
      double[] parameters = new double[model.parameterCount()];
      for (int p = 0; p < parameters.length; p++) {
        parameters[p] = in.readDouble();
      }
      Quaternion rotation =
          new Quaternion(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
      Vector3 translation = new Vector3(in.readDouble(), in.readDouble(), in.readDouble());
      keyframes.add(
          new Keyframe(
              name,
              stampNanos,
              exposure,
              new Camera(model, width, height, parameters),
              new Pose(rotation, translation)));
    }
    return List.copyOf(keyframes);
  }

  private List<float[]> readPlaces(ByteBuffer bytes) {
    int dimension = bytes.remaining() / Float.BYTES / Math.max(1, keyframes.size());
    List<float[]> places = new ArrayList<>();
    for (int i = 0; i < keyframes.size(); i++) {
      float[] place = new float[dimension];
      bytes
          .slice(i * dimension * Float.BYTES, dimension * Float.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(place);
      places.add(place);
    }
    return places;
  }

  /** Keyframes are mapped many at a time, since a process has room for some 65,000 mappings. */
  private List<ByteBuffer> mapLandmarks(Extent section) throws IOException {
    if (landmarkIndex.remaining() != keyframes.size() * LandmarkCodec.INDEX_ROW_LENGTH) {
      throw MapFormat.damaged(file, "landmark index does not fit the keyframes");
    }
    List<ByteBuffer> blocks = new ArrayList<>();
    long offset = 0;
    while (blocks.size() < keyframes.size()) {
      long end = offset;
      int last = blocks.size();
      while (last < keyframes.size() && end - offset < MAPPING_LENGTH) {
        long length = landmarksLength(last);
        if (landmarkIndex.getLong(last * LandmarkCodec.INDEX_ROW_LENGTH) != end
            || length < 0
            || length > section.length() - end) {
          throw MapFormat.damaged(
              file, "landmarks of keyframe " + last + " are not in their place");
        }
        end += length;
        last++;
      }
      ByteBuffer mapping =
          channel.map(FileChannel.MapMode.READ_ONLY, section.offset() + offset, end - offset);
      for (int at = 0; blocks.size() < last; ) {
        int length = Math.toIntExact(landmarksLength(blocks.size()));
        blocks.add(mapping.slice(at, length));
        at += length;
      }
      offset = end;
    }
    return blocks;
  }

  private long landmarksLength(int keyframe) {
    return (long) landmarkCount(keyframe) * LandmarkCodec.bytesPerLandmark(spec.dimension());
  }
}
