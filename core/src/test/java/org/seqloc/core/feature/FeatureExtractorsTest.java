package org.seqloc.core.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.SeqlocException;

class FeatureExtractorsTest {

  @Test
  void devicesAreParsed() {
    assertEquals(Device.CPU, Device.parse("cpu"));
    assertEquals(new Device(true, 0), Device.parse("cuda"));
    assertEquals(new Device(true, 1), Device.parse("cuda:1"));
    assertEquals("cuda:1", Device.parse("cuda:1").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "CPU", "cuda:99999999999"})
  void otherDevicesAreRefused(String text) {
    var e = assertThrows(SeqlocException.class, () -> Device.parse(text));
    assertTrue(e.getMessage().contains("'" + text + "'"));
  }

  @Test
  void typeShowsInTheOutputs() throws Exception {
    FeatureSpec spec = FeatureSpecs.ofOnnx(resource("tiny_r2d2.onnx"), 77);
    assertEquals("r2d2", spec.type());
    assertEquals(16, spec.dimension());
    assertEquals(77, spec.maxKeypoints());
    try (var extractor = FeatureExtractors.open(spec, Device.CPU)) {
      assertEquals(spec, extractor.spec());
    }
    try (var extractor = FeatureExtractors.open(FeatureSpecs.sift(10), Device.CPU)) {
      assertEquals("sift", extractor.spec().type());
    }
  }

  @Test
  void modelsThatAreNoneAreNamed(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("model.onnx"), "not a model");
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    for (Path file :
        new Path[] {text, empty, folder.resolve("absent"), resource("other_outputs.onnx")}) {
      var e = assertThrows(SeqlocException.class, () -> FeatureSpecs.ofOnnx(file, 10));
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
  }

  @Test
  void truncatedModelIsRefused(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(resource("tiny_r2d2.onnx"));
    Path cut =
        Files.write(folder.resolve("cut.onnx"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThrows(SeqlocException.class, () -> FeatureSpecs.ofOnnx(cut, 10));
  }

  @Test
  void absentCudaIsAnErrorNotTheCpu() throws Exception {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        "skipped: this build runs networks on CUDA");
    FeatureSpec spec = FeatureSpecs.ofOnnx(resource("tiny_r2d2.onnx"), 10);
    var e =
        assertThrows(
            SeqlocException.class, () -> FeatureExtractors.open(spec, new Device(true, 0)));
    assertTrue(e.getMessage().contains("-Pcuda"), e.getMessage());
  }

  @Test
  void unknownTypeIsNamed() {
    FeatureSpec spec = new FeatureSpec("superpoint", 256, 10, 100, 100, new byte[0]);
    var e = assertThrows(SeqlocException.class, () -> FeatureExtractors.open(spec, Device.CPU));
    assertTrue(e.getMessage().contains("superpoint"), e.getMessage());
  }

  private static Path resource(String name) throws Exception {
    return Path.of(FeatureExtractorsTest.class.getResource(name).toURI());
  }
}
