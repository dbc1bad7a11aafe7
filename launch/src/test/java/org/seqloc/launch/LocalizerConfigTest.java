package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.SeqlocException;
import org.seqloc.nodes.localizer.LocalizerSettings;

class LocalizerConfigTest {

  @TempDir private Path folder;

  @Test
  void theExampleHoldsTheDefaults() {
    Path example = Path.of("").toAbsolutePath().resolveSibling("config/localizer.yaml");
    assertEquals(LocalizerSettings.DEFAULT, LocalizerConfig.read(example));
  }

  @Test
  void settingsAreRead() throws IOException {
    Path file =
        write(
            """
            cameras: [front, rear]
            odometry_topic: ""
            base_frame: vehicle
            max_wait: 0.1
            broadcast_tf: false
            """);
    LocalizerSettings settings = LocalizerConfig.read(file);
    assertEquals(List.of("front", "rear"), settings.cameras());
    assertEquals(Optional.of(""), settings.odometryTopic());
    assertEquals("vehicle", settings.baseFrame());
    assertEquals("map", settings.mapFrame());
    assertEquals(0.1, settings.maxWaitSeconds());
    assertEquals(false, settings.broadcastTf());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "camera: [a]; unknown setting 'camera'",
        "max_wait: soon; max_wait must be a number of seconds",
        "max_wait: 60; sync_tolerance must be 0 to 1 s and max_wait 0 to 10 s",
        "cameras: front; cameras must be a list of names",
        "broadcast_tf: 3; broadcast_tf must be true or false",
        "'map_frame: \"\"'; map_frame and base_frame must have names",
        "- a; expected settings as",
        "'a: [';line 1: not YAML",
      })
  void mistakesAreOneLineThatNamesTheFile(String text, String complaint) throws IOException {
    Path file = write(text);
    SeqlocException e = assertThrows(SeqlocException.class, () -> LocalizerConfig.read(file));
    assertEquals(
        true,
        e.getMessage().startsWith(file + ": ") && e.getMessage().contains(complaint.strip()),
        e.getMessage());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("localizer.yaml"), text);
  }
}
