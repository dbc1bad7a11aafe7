package org.seqloc.core.map;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seqloc.core.feature.FeatureSpec;
import org.seqloc.core.feature.LocalFeatures;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Vector3;
import org.seqloc.core.map.MapFormat.Section;
import org.seqloc.core.retrieval.VladModel;

/** A map in the making, until it is written. */
final class MapContent {

  /** One keyframe's view of one point. */
  private record Sight(int keypoint, int pointId) {}

  private final FeatureSpec spec;
  private final List<Keyframe> keyframes;
  private final List<LocalFeatures> features;
  private final VladModel placeModel;
  private final List<float[]> places;
  private final List<Vector3> points = new ArrayList<>();
  private final List<List<Sight>> sights = new ArrayList<>();
  private long observationCount;

  MapContent(
      FeatureSpec spec,
      List<Keyframe> keyframes,
      List<LocalFeatures> features,
      VladModel placeModel,
      List<float[]> places) {
    this.spec = spec;
    this.keyframes = keyframes;
    this.features = features;
    this.placeModel = placeModel;
    this.places = places;
    keyframes.forEach(keyframe -> sights.add(new ArrayList<>()));
  }

  /**
   * @param track (keyframe, keypoint) of each view of the point
   */
  void add(Triangulator.Point point, int[][] track) {
    for (int i = 0; i < track.length; i++) {
      if (point.inliers().get(i)) {
        sights.get(track[i][0]).add(new Sight(track[i][1], points.size()));
        observationCount++;
      }
    }
    points.add(point.pointInMap());
  }

  int pointCount() {
    return points.size();
  }

  long observationCount() {
    return observationCount;
  }

  void write(Path file) throws IOException {
    try (MapWriter writer = new MapWriter(file)) {
      writer.append(
          ByteBuffer.wrap(
              new ObjectMapper()
                  .writeValueAsBytes(
                      Map.of(
                          "type", spec.type(),
                          "dimension", spec.dimension(),
                          "maxKeypoints", spec.maxKeypoints(),
                          "maxImageSide", spec.maxImageSide(),
                          "minImageSide", spec.minImageSide()))));
      writer.end(Section.FEATURES);
      writer.append(ByteBuffer.wrap(spec.model()));
      writer.end(Section.MODEL);
      writer.append(ByteBuffer.wrap(keyframeTable()));
      writer.end(Section.KEYFRAMES);
      writePoints(writer);
      writeLandmarks(writer);
      writer.append(ByteBuffer.wrap(placeModel.toBytes()));
      writer.end(Section.PLACE_MODEL);
      for (float[] place : places) {
        ByteBuffer bytes = MapFormat.littleEndian(Float.BYTES * place.length);
        bytes.asFloatBuffer().put(place);
        writer.append(bytes);
      }
      writer.end(Section.PLACES);
      writer.finish();
    }
  }

  private byte[] keyframeTable() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(keyframes.size());
    for (Keyframe keyframe : keyframes) {
      out.writeUTF(keyframe.name());
      out.writeLong(keyframe.stampNanos());
      out.writeInt(keyframe.exposure());
      out.writeUTF(keyframe.camera().model().name());
      out.writeInt(keyframe.camera().width());
      out.writeInt(keyframe.camera().height());
      for (double parameter : keyframe.camera().parameters()) {
        out.writeDouble(parameter);
      }
      Pose pose = keyframe.mapFromCamera();
      for (double value :
          new double[] {
            pose.rotation().w(),
            pose.rotation().x(),
            pose.rotation().y(),
            pose.rotation().z(),
            pose.translation().x(),
            pose.translation().y(),
            pose.translation().z()
          }) {
        out.writeDouble(value);
      }
    }
    return bytes.toByteArray();
  }

  private void writePoints(MapWriter writer) throws IOException {
    ByteBuffer bytes = MapFormat.littleEndian(1 << 16);
    for (Vector3 point : points) {
      if (bytes.remaining() < 3 * Double.BYTES) {
        writer.append(bytes.flip());
        bytes.clear();
      }
      bytes.putDouble(point.x()).putDouble(point.y()).putDouble(point.z());
    }
    writer.append(bytes.flip());
    writer.end(Section.POINTS);
  }

  private void writeLandmarks(MapWriter writer) throws IOException {
    ByteBuffer index = MapFormat.littleEndian(keyframes.size() * LandmarkCodec.INDEX_ROW_LENGTH);
    long offset = 0;
    for (List<Sight> ofKeyframe : sights) {
      index.putLong(offset).putInt(ofKeyframe.size());
      offset += (long) ofKeyframe.size() * LandmarkCodec.bytesPerLandmark(spec.dimension());
    }
    writer.append(index.flip());
    writer.end(Section.LANDMARK_INDEX);
    for (int k = 0; k < keyframes.size(); k++) {
      List<Sight> ofKeyframe = sights.get(k);
      writer.append(
          LandmarkCodec.encode(
              ofKeyframe.stream().mapToInt(Sight::pointId).toArray(),
              ofKeyframe.stream().mapToInt(Sight::keypoint).toArray(),
              features.get(k).descriptors(),
              spec.dimension()));
    }
    writer.end(Section.LANDMARKS);
  }
}
