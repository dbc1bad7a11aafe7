package org.seqloc.core.kapture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.SharedData;

/** The system's tar is the oracle, for what we write and what we read. */
class TarFilesTest {

  @TempDir Path temp;

  /** Names below and above the 100 bytes of a plain header, not only ASCII. */
  private static final Map<String, byte[]> MEMBERS =
      new TreeMap<>(
          Map.of(
              "a.jpg.kpt",
              new byte[] {1, 2, 3},
              "empty.jpg.kpt",
              new byte[0],
              "b/" + "x".repeat(92) + ".jpg.kpt",
              new byte[512],
              "b/" + "x".repeat(93) + ".jpg.kpt",
              new byte[513],
              "deep/".repeat(60) + "d.jpg.kpt",
              new byte[1000],
              "straße/№1.jpg.kpt",
              "grün".getBytes(StandardCharsets.UTF_8)));

  @Test
  void writesWhatTarReads() throws Exception {
    Path archive = temp.resolve("ours.tar");
    write(archive, MEMBERS);
    Path folder = Files.createDirectory(temp.resolve("out"));
    tar("-xf", archive.toString(), "-C", folder.toString());
    for (Map.Entry<String, byte[]> member : MEMBERS.entrySet()) {
      assertArrayEquals(
          member.getValue(), Files.readAllBytes(folder.resolve(member.getKey())), member.getKey());
    }
    assertMembers(TarFiles.open(archive));
  }

  @Test
  void tellsOfLinks() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("in"));
    Path file = Files.write(folder.resolve("a.kpt"), new byte[8]);
    Files.createLink(folder.resolve("b.kpt"), file);
    Files.createSymbolicLink(folder.resolve("c.kpt"), file);
    Path archive = temp.resolve("links.tar");
    tar("-cf", archive.toString(), "-C", folder.toString(), ".");
    assertEquals(1, TarFiles.open(archive).names(".kpt").size());
    assertEquals(
        archive + ": 2 links are left out: pack it again with --hard-dereference --dereference",
        TarFiles.open(archive).remark().orElseThrow());
    tar(
        "-cf",
        archive.toString(),
        "--hard-dereference",
        "--dereference",
        "-C",
        folder.toString(),
        ".");
    assertEquals(List.of("a", "b", "c"), TarFiles.open(archive).names(".kpt"));
    // By the name without the ending, as in a folder: "a.b.kpt" is before "a.kpt".
    write(archive, Map.of("a.kpt", new byte[1], "a.b.kpt", new byte[1]));
    assertEquals(List.of("a", "a.b"), TarFiles.open(archive).names(".kpt"));
    assertTrue(TarFiles.open(archive).remark().isEmpty());
  }

  @Test
  void tellsOfMembersThatItCannotName() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("in"));
    Files.write(folder.resolve("a.kpt"), new byte[8]);
    Files.write(folder.resolve("b, c.kpt"), new byte[8]);
    try (FileChannel sparse =
        FileChannel.open(
            folder.resolve("sparse.kpt"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      sparse.write(ByteBuffer.wrap(new byte[] {1}), 1 << 20);
    }
    Path archive = temp.resolve("odd.tar");
    for (String format : List.of("gnu", "pax")) {
      tar("-Scf", archive.toString(), "--format=" + format, "-C", folder.toString(), ".");
      assertEquals(List.of("a"), TarFiles.open(archive).names(".kpt"), format);
      assertEquals(
          archive + ": 2 members are left out that are sparse, devices, or have names of no image",
          TarFiles.open(archive).remark().orElseThrow(),
          format);
    }
  }

  @Test
  void refusesLongNamesThatAreDamaged() throws IOException {
    Path archive = temp.resolve("long.tar");
    write(archive, Map.of("x".repeat(200) + ".kpt", new byte[1]));
    byte[] bytes = Files.readAllBytes(archive);
    bytes[512] = 'x'; // the first digit of the record's length
    Files.write(archive, bytes);
    assertEquals(
        archive + " is damaged at byte 512: an extended header without a length; pack it again",
        assertThrows(SeqlocException.class, () -> TarFiles.open(archive)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "ustar", "pax", "posix", "oldgnu"})
  void readsWhatTarWrites(String format) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("in"));
    Map<String, byte[]> members = new TreeMap<>(MEMBERS);
    if (format.equals("ustar")) {
      // Does not fit in 255 bytes, or in 100 behind the last '/'.
      members.keySet().removeIf(n -> n.startsWith("deep/") || n.contains("x".repeat(93)));
    }
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      Path file = folder.resolve(member.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, member.getValue());
    }
    Path archive = temp.resolve("theirs.tar");
    tar("-cf", archive.toString(), "--format=" + format, "-C", folder.toString(), ".");
    TarFiles files = TarFiles.open(archive);
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      assertArrayEquals(member.getValue(), files.read(member.getKey()), member.getKey());
    }
  }

  private static void assertMembers(TarFiles files) {
    assertEquals(
        MEMBERS.keySet().stream().map(n -> n.substring(0, n.length() - 4)).sorted().toList(),
        files.names(".kpt").stream().sorted().toList());
    MEMBERS.forEach(
        (name, bytes) -> {
          assertEquals(OptionalLong.of(bytes.length), files.size(name));
          assertArrayEquals(bytes, files.read(name), name);
        });
  }

  @Test
  void ofMembersOfOneNameTheLastCounts() throws Exception {
    Path archive = temp.resolve("twice.tar");
    try (TarSink sink = new TarSink(archive)) {
      sink.add("a.kpt", new byte[] {1});
      sink.add("a.kpt", new byte[] {2});
    }
    assertEquals(List.of("a"), TarFiles.open(archive).names(".kpt"));
    assertArrayEquals(new byte[] {2}, TarFiles.open(archive).read("a.kpt"));
  }

  @Test
  void membersThatLeadOutAreNone() throws Exception {
    Path archive = temp.resolve("evil.tar");
    Files.writeString(temp.resolve("secret.kpt"), "secret");
    Path folder = Files.createDirectory(temp.resolve("in"));
    Files.createSymbolicLink(folder.resolve("link.kpt"), temp.resolve("secret.kpt"));
    tar(
        "-cPf",
        archive.toString(),
        "-C",
        folder.toString(),
        "../secret.kpt",
        "link.kpt",
        temp.resolve("secret.kpt").toString());
    assertEquals(List.of(), TarFiles.open(archive).names(".kpt"));
  }

  @Test
  void everyCutIsNamedOrReadsUpToIt() throws IOException {
    Path archive = temp.resolve("whole.tar");
    write(archive, MEMBERS);
    byte[] whole = Files.readAllBytes(archive);
    Path cut = temp.resolve("cut.tar");
    int refused = 0;
    for (int length = 0; length < whole.length; length += 37) {
      Files.write(cut, Arrays.copyOf(whole, length));
      try {
        TarFiles files = TarFiles.open(cut);
        for (String name : files.names("")) {
          assertArrayEquals(MEMBERS.get(name), files.read(name));
        }
      } catch (SeqlocException e) {
        assertTrue(e.getMessage().matches(".*is damaged at byte \\d+: .*"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 50, "refused " + refused);
  }

  @Test
  void everyFlippedHeaderByteIsNamedOrHarmless() throws IOException {
    Path archive = temp.resolve("whole.tar");
    write(archive, MEMBERS);
    byte[] whole = Files.readAllBytes(archive);
    Path flipped = temp.resolve("flipped.tar");
    for (int i = 0; i < 512; i++) {
      byte[] bytes = whole.clone();
      bytes[i] ^= (byte) 0xff;
      Files.write(flipped, bytes);
      assertThrows(SeqlocException.class, () -> TarFiles.open(flipped), "byte " + i);
    }
  }

  @Test
  void readsTheSample() {
    Path sample =
        SharedData.require(
            "data/kapture_samples/berlin/kapture_tar/reconstruction/matches/HessianAffine/matches.tar");
    // As tar -tv lists it.
    assertEquals(
        List.of(
            "01.jpg.overlapping/02.jpg", "01.jpg.overlapping/03.jpg", "03.jpg.overlapping/02.jpg"),
        TarFiles.open(sample).names(".matches"));
    assertEquals(
        OptionalLong.of(7464), TarFiles.open(sample).size("01.jpg.overlapping/03.jpg.matches"));
  }

  private static void write(Path archive, Map<String, byte[]> members) throws IOException {
    try (TarSink sink = new TarSink(archive)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        sink.add(member.getKey(), member.getValue());
      }
    }
  }

  private static void tar(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar"));
    command.addAll(List.of(arguments));
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/tar")) || Files.isExecutable(Path.of("/bin/tar")),
        "skipped: needs the system's tar");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}
