package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Ros;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.Raster;

/** Every encoding, with and without padded rows, in both byte orders, beside ROS's cv_bridge. */
class EncodingsPeerTest {

  private static final int WIDTH = 14;
  private static final int HEIGHT = 10;
  private static final HexFormat HEX = HexFormat.of();

  /**
   * @param target what cv_bridge is asked for
   * @param bits of a row's pixel
   * @param planes bytes of all rows to those of the first plane's, times two
   */
  private record Encoding(String name, String target, int bits, int planes) {}

  private record Case(Encoding encoding, int step, boolean bigEndian, String data) {
    String line() {
      return String.format(
          "%s %s %d %d %d %d %d %s",
          encoding.name,
          encoding.target,
          encoding.bits,
          WIDTH,
          HEIGHT,
          step,
          bigEndian ? 1 : 0,
          data);
    }

    sensor_msgs.Image message() {
      sensor_msgs.Image message = new sensor_msgs.Image();
      message.setWidth(WIDTH);
      message.setHeight(HEIGHT);
      message.setEncoding(encoding.name);
      message.setIsBigendian(bigEndian ? (byte) 1 : 0);
      message.setStep(step);
      message.setData(Unpooled.wrappedBuffer(HEX.parseHex(data)));
      return message;
    }
  }

  private static List<Encoding> encodings() {
    List<Encoding> encodings = new ArrayList<>();
    for (String name : new String[] {"mono8", "mono16"}) {
      encodings.add(new Encoding(name, name, name.equals("mono8") ? 8 : 16, 2));
    }
    for (String order : new String[] {"rgb", "bgr", "rgba", "bgra"}) {
      encodings.add(new Encoding(order + 8, "rgb8", 8 * order.length(), 2));
      encodings.add(new Encoding(order + 16, "rgb16", 16 * order.length(), 2));
    }
    for (String pattern : new String[] {"rggb", "bggr", "gbrg", "grbg"}) {
      encodings.add(new Encoding("bayer_" + pattern + 8, "rgb8", 8, 2));
      encodings.add(new Encoding("bayer_" + pattern + 16, "rgb16", 16, 2));
    }
    for (int channels : new int[] {1, 3, 4}) {
      encodings.add(new Encoding("8UC" + channels, "passthrough", 8 * channels, 2));
      encodings.add(new Encoding("16UC" + channels, "passthrough", 16 * channels, 2));
    }
    for (String name : new String[] {"yuv422", "uyvy", "yuv422_yuy2", "yuyv"}) {
      encodings.add(new Encoding(name, "rgb8", 16, 2));
    }
    for (String name : new String[] {"nv12", "nv21"}) {
      encodings.add(new Encoding(name, "-", 8, 3));
    }
    for (String name : new String[] {"nv16", "nv61"}) {
      encodings.add(new Encoding(name, "-", 8, 4));
    }
    for (String name : new String[] {"nv24", "nv42"}) {
      encodings.add(new Encoding(name, "-", 8, 6));
    }
    encodings.add(new Encoding("32FC1", "passthrough", 32, 2));
    return encodings;
  }

  private static Stream<Case> cases(Encoding encoding) {
    SplittableRandom random = new SplittableRandom(11);
    int sampleBytes = encoding.name.contains("32") ? 4 : encoding.name.contains("16") ? 2 : 1;
    List<Case> cases = new ArrayList<>();
    for (int padding : new int[] {0, 6}) {
      for (boolean bigEndian : new boolean[] {false, true}) {
        // nv16 is of 8 bits; an odd byte order of 8 bits means nothing, which is tried as well.
        int unit = encoding.name.startsWith("nv") ? 1 : sampleBytes;
        int step = WIDTH * encoding.bits / 8 + padding * unit;
        byte[] data = new byte[step * HEIGHT * encoding.planes / 2];
        random.nextBytes(data);
        cases.add(new Case(encoding, step, bigEndian, HEX.formatHex(data)));
      }
    }
    return cases.stream();
  }

  @Test
  void agreesWithCvBridge(@TempDir Path folder) throws IOException {
    List<Case> cases = encodings().stream().flatMap(EncodingsPeerTest::cases).toList();
    Path file = folder.resolve("cases");
    Files.write(file, cases.stream().map(Case::line).toList());
    List<String> theirs = Ros.script("decode_images.py", file);
    assumeFalse(
        theirs.get(0).startsWith("absent"),
        () -> "skipped: needs Debian's python3-cv-bridge and python3-opencv; " + theirs.get(0));
    assertEquals(cases.size(), theirs.size());
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      byte[] expected = HEX.parseHex(theirs.get(i));
      String what = each.encoding + ", step " + each.step + ", big endian " + each.bigEndian;
      if (each.encoding.name.equals("32FC1")) {
        DepthMap map = DepthMessages.decode("/depth", each.message());
        assertArrayEquals(expected, map.toBytes(), what);
        continue;
      }
      Raster ours = ImageMessages.decodeRaster("/a", each.message());
      assertEquals(expected.length, ours.samples().length, what);
      // OpenCV gives a mosaic's border the colours of the pixels beside it; ours are better.
      int border = each.encoding.name.startsWith("bayer") ? 1 : 0;
      int pixelBytes = expected.length / (WIDTH * HEIGHT);
      for (int y = border; y < HEIGHT - border; y++) {
        int from = (y * WIDTH + border) * pixelBytes;
        int to = (y * WIDTH + WIDTH - border) * pixelBytes;
        assertArrayEquals(
            Arrays.copyOfRange(expected, from, to),
            Arrays.copyOfRange(ours.samples(), from, to),
            what + ", row " + y);
      }
    }
  }
}
