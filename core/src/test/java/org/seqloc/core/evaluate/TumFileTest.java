package org.seqloc.core.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

class TumFileTest {

  @TempDir Path folder;

  @Property(tries = 50)
  void roundTripsBitForBit(
      @ForAll @Size(max = 20) List<Long> stamps,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double x,
      @ForAll @DoubleRange(min = -3, max = 3) double turn)
      throws IOException {
    List<StampedPose> poses = new ArrayList<>();
    for (long stamp : new TreeSet<>(stamps)) {
      poses.add(
          new StampedPose(
              stamp,
              new Pose(
                  Quaternion.exp(new Vector3(turn, x / 1e6, 0.1 * poses.size())),
                  new Vector3(x / 3, 1e-300 * x, poses.size()))));
    }
    Path file = Files.createTempFile("seqloc", ".tum");
    try {
      TumFile.write(file, new Trajectory(poses));
      assertEquals(poses, TumFile.read(file).poses());
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void writesNineDecimalsAndTheScalarOfTheQuaternionLast() throws IOException {
    Path file = folder.resolve("poses.tum");
    Pose pose = new Pose(new Quaternion(0.5, -0.5, 0.5, -0.5), new Vector3(1, -2.5, 1e-7));
    TumFile.write(file, new Trajectory(List.of(new StampedPose(1403636579763555584L, pose))));
    assertEquals(
        "1403636579.763555584 1.0 -2.5 1.0E-7 -0.5 0.5 -0.5 0.5", Files.readAllLines(file).get(1));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.1, 100000000",
    "1305031098.6659, 1305031098665900000",
    "1.403636579763555527e+09, 1403636579763555527",
    "1403636579.7635555840, 1403636579763555584",
    "0.0000000005000001, 1",
    "1e-999999999, 0",
    "0e999999999, 0",
    "-0.000000001, -1",
    "9223372036.854775807, 9223372036854775807",
  })
  void readsStampsExactly(String text, long nanos) throws IOException {
    Path file = write(text + " 0 0 0 0 0 0 1");
    assertEquals(nanos, TumFile.read(file).get(0).stampNanos());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 0 0 0 0 0 1|expected 8 numbers",
        "1 0 0 0 0 0 0 1 1|expected 8 numbers",
        "x 0 0 0 0 0 0 1|stamp 'x' is not a number",
        "1 0 y 0 0 0 0 1|'y' is not a number",
        "1 0 NaN 0 0 0 0 1|'NaN' is not a finite number",
        "1 0 1e400 0 0 0 0 1|not a finite number",
        "1 0 0 0 0 0 0 0|has length 0.0",
        "1 0 0 0 0 0 0 2|has length 2.0",
        "1e999999999 0 0 0 0 0 0 1|is it in nanoseconds",
        "9223372036.854775808 0 0 0 0 0 0 1|is it in nanoseconds",
        "1403636579763555584 0 0 0 0 0 0 1|is it in nanoseconds",
        "0.5 0 0 0 0 0 0 1|not after the one before, 0.500000000",
      })
  void namesFileAndLineOfWhatIsNoPose(String line, String complaint) throws IOException {
    Path file = write("# comment\n\n0.5 0 0 0 0 0 0 1\n" + line + "\n");
    SeqlocException e = assertThrows(SeqlocException.class, () -> TumFile.read(file));
    assertTrue(e.getMessage().startsWith(file + ":4: "), e.getMessage());
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void refusesAFileThatIsNoText() throws IOException {
    Path file = folder.resolve("image.tum");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
    assertThrows(SeqlocException.class, () -> TumFile.read(file));
  }

  @Test
  void normalizesQuaternionsOfFewDecimals() throws IOException {
    Path file = write("1 0 0 0 0.7071 0 0 0.7071\n");
    Quaternion q = TumFile.read(file).get(0).mapFromBody().rotation();
    assertEquals(Math.sqrt(0.5), q.w(), 1e-15);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("poses.tum"), text);
  }
}
