package org.seqloc.core.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class EvaluationTest {

  @TempDir Path folder;

  /** reference.tum, estimate.tum and expected.json are numpy's, see golden.py beside them. */
  @Test
  void agreesWithAnIndependentComputation() throws IOException {
    Evaluation evaluation =
        Evaluation.of(
            TumFile.read(resource("reference.tum")), TumFile.read(resource("estimate.tum")));
    Path file = folder.resolve("summary.json");
    evaluation.summary().write(file);
    assertEquals(1, evaluation.unmatchedEstimates());
    JsonNode expected = new ObjectMapper().readTree(resource("expected.json").toFile());
    JsonNode actual = new ObjectMapper().readTree(file.toFile());
    assertEquals(fieldNames(expected), fieldNames(actual));
    assertEquals(expected.get("frames"), actual.get("frames"));
    assertEquals(expected.get("localized"), actual.get("localized"));
    assertEquals(expected.get("recall"), actual.get("recall"));
    for (String key : fieldNames(expected).subList(3, expected.size())) {
      assertEquals(expected.get(key).asDouble(), actual.get(key).asDouble(), 1e-9, key);
    }
  }

  @Test
  void alignmentUndoesARigidMotionThatTheAbsoluteErrorSees() {
    Pose moved = new Pose(Quaternion.exp(new Vector3(0.3, -0.2, 2.5)), new Vector3(100, -50, 7));
    List<StampedPose> reference = new ArrayList<>();
    List<StampedPose> estimate = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Pose pose =
          new Pose(
              Quaternion.exp(new Vector3(0, 0.1 * i, 0)), new Vector3(i, Math.sin(i), 0.1 * i * i));
      reference.add(new StampedPose(i, pose));
      estimate.add(new StampedPose(i, moved.times(pose)));
    }
    EvaluationSummary summary =
        Evaluation.of(new Trajectory(reference), new Trajectory(estimate), 0).summary();
    assertTrue(summary.ateRmseM().orElseThrow() > 90);
    assertEquals(0, summary.ateAlignedRmseM().orElseThrow(), 1e-9);
    assertEquals(0, summary.rpeTranslationRmseM().orElseThrow(), 1e-9);
    assertEquals(0, summary.rpeRotationRmseDeg().orElseThrow(), 1e-5);
  }

  @Test
  void alignmentOfAStraightPathLeavesNoError() {
    List<StampedPose> reference = new ArrayList<>();
    List<StampedPose> estimate = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      reference.add(at(i, i));
      estimate.add(new StampedPose(i, new Pose(Quaternion.IDENTITY, new Vector3(0, 0, 3 + i))));
    }
    EvaluationSummary summary =
        Evaluation.of(new Trajectory(reference), new Trajectory(estimate)).summary();
    assertEquals(0, summary.ateAlignedRmseM().orElseThrow(), 1e-9);
  }

  @Test
  void countsFramesWithoutEstimateAgainstRecall() {
    Trajectory reference = new Trajectory(List.of(at(0, 0), at(10, 1), at(20, 2), at(30, 3)));
    Trajectory estimate = new Trajectory(List.of(at(0, 0.25), at(20, 2.5)));
    EvaluationSummary summary = Evaluation.of(reference, estimate, 0).summary();
    assertEquals(4, summary.frames());
    assertEquals(2, summary.localized());
    assertEquals(List.of(0.25, 0.5, 0.5), List.copyOf(summary.recall().values()));
    assertEquals(OptionalDouble.of(0.375), summary.medianTranslationErrorM());
    assertEquals(OptionalDouble.empty(), summary.ateAlignedRmseM());
  }

  @Test
  void writesNullForWhatIsUnknownWhenNothingIsLocalized() throws IOException {
    Trajectory reference = new Trajectory(List.of(at(0, 0), at(10, 1)));
    Path file = folder.resolve("summary.json");
    Evaluation.of(reference, new Trajectory(List.of())).summary().write(file);
    String json = Files.readString(file);
    assertTrue(json.contains("\"localized\" : 0"), json);
    assertTrue(json.contains("\"median_translation_error_m\" : null"), json);
    assertTrue(json.contains("\"rpe_rotation_rmse_deg\" : null"), json);
    assertTrue(json.contains("\"5m_10deg\" : 0.0"), json);
  }

  @Test
  void usesAnEstimateForItsNearestExposureOnly() {
    Trajectory reference = new Trajectory(List.of(at(0, 0), at(6, 1)));
    Trajectory estimate = new Trajectory(List.of(at(4, 1)));
    Evaluation evaluation = Evaluation.of(reference, estimate, 100);
    assertTrue(evaluation.frames().get(0).estimate().isEmpty());
    assertEquals(0, evaluation.frames().get(1).estimate().orElseThrow().translationErrorM());
  }

  @Test
  void saysSoWhenTheStampsAreOfAnotherClock() {
    Trajectory reference = new Trajectory(List.of(at(0, 0), at(100_000_000, 1)));
    Trajectory estimate = new Trajectory(List.of(at(1_403_636_579_000_000_000L, 0)));
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> Evaluation.of(reference, estimate));
    assertTrue(e.getMessage().contains("1403636579.000000000"), e.getMessage());
    assertTrue(e.getMessage().contains("within 1.0 ms"), e.getMessage());
  }

  @Test
  void nearestIsTheNearerNeighbourWithinTheTolerance() {
    Trajectory trajectory = new Trajectory(List.of(at(10, 0), at(20, 0), at(30, 0)));
    assertEquals(0, trajectory.nearest(14, 5).orElseThrow());
    assertEquals(0, trajectory.nearest(15, 5).orElseThrow());
    assertEquals(1, trajectory.nearest(16, 5).orElseThrow());
    assertEquals(2, trajectory.nearest(35, 5).orElseThrow());
    assertTrue(trajectory.nearest(36, 5).isEmpty());
    assertTrue(trajectory.nearest(4, 5).isEmpty());
    assertEquals(1, trajectory.nearest(20, 0).orElseThrow());
    assertTrue(trajectory.nearest(Long.MIN_VALUE, Long.MAX_VALUE - 1).isEmpty());
  }

  @Test
  void tableLinesUpItsColumns() {
    Trajectory reference = new Trajectory(List.of(at(0, 0), at(10, 1)));
    String table =
        Evaluation.of(reference, new Trajectory(List.of(at(10, 1.5)))).summary().toTable();
    assertTrue(table.contains("frames               2\n"), table);
    assertTrue(table.contains("recall 0.5 m, 5°     50.0 %\n"), table);
    assertTrue(table.contains("median error         0.500 m, 0.000°\n"), table);
  }

  private static StampedPose at(long stampNanos, double x) {
    return new StampedPose(stampNanos, new Pose(Quaternion.IDENTITY, new Vector3(x, 0, 0)));
  }

  private static List<String> fieldNames(JsonNode node) {
    return node.propertyStream().map(Map.Entry::getKey).toList();
  }

  private static Path resource(String name) {
    try {
      return Path.of(EvaluationTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
