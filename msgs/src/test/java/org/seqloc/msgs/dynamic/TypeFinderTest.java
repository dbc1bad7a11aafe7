package org.seqloc.msgs.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.msgs.MessageTypes;
import org.seqloc.msgs.ServiceType;
import org.seqloc.msgs.definition.DefinitionException;

class TypeFinderTest {

  @TempDir private Path folder;

  private void define(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void typesOfFoldersUseEachOtherAndGeneratedOnes() throws IOException {
    define("ws/src/arm_msgs/msg/Joint.msg", "Header header\nfloat64 angle\n");
    define("ws/src/arm_msgs/msg/Arm.msg", "Joint[] joints\ngeometry_msgs/Pose hand\n");
    define("ws/src/arm_msgs/srv/Move.srv", "Arm to\n---\nbool done\n");
    define("ws/src/broken_msgs/msg/No-Name.msg", "what\n");
    TypeFinder finder = new TypeFinder(List.of(folder));
    assertEquals(
        List.of("joints", "hand"), finder.message("arm_msgs/Arm").orElseThrow().create().fields());
    ServiceType<DynamicMessage, DynamicMessage> move =
        finder.service("arm_msgs/Move").orElseThrow();
    assertEquals("arm_msgs/Arm", move.requestType().create().fieldType("to"));
    assertEquals(List.of("done"), move.responseType().create().fields());
    assertEquals(Optional.empty(), finder.message("arm_msgs/Leg"));
    assertEquals(Optional.empty(), finder.service("arm_msgs/Arm"));
  }

  @Test
  void generatedTypesNeedNoFolder() {
    TypeFinder finder = new TypeFinder(List.of());
    assertEquals(std_msgs.String.TYPE.md5(), finder.message("std_msgs/String").orElseThrow().md5());
    for (String name : MessageTypes.serviceNames()) {
      assertEquals(
          MessageTypes.findService(name).orElseThrow().md5(),
          finder.service(name).orElseThrow().md5());
    }
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    define("arm_msgs/msg/Arm.msg", "Joint[] joints\n");
    TypeFinder finder = new TypeFinder(List.of(folder));
    String message =
        assertThrows(DefinitionException.class, () -> finder.message("arm_msgs/Arm")).getMessage();
    assertTrue(message.contains("there is no definition of arm_msgs/Joint"), message);
  }
}
