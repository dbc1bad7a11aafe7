package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.image.Raster;
import sensor_msgs.CompressedImage;

class DepthMessagesTest {

  private static final std_msgs.Header HEADER = PoseMessages.header(12_000_000_034L, "depth");
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  @ParameterizedTest
  @CsvSource({
    "16UC1, false, 0", "16UC1, true, 0", "16UC1, false, 6", "mono16, true, 1",
    "32FC1, false, 0", "32FC1, true, 0", "32FC1, false, 3", "32FC1, true, 4"
  })
  void readsMillimetresAndMetres(String encoding, boolean bigEndian, int padding) {
    float[] metres = new float[WIDTH * HEIGHT];
    boolean floats = encoding.startsWith("32");
    ByteBuf data = Unpooled.buffer();
    for (int i = 0; i < metres.length; i++) {
      int sample = sample(i % WIDTH, i / WIDTH);
      metres[i] = floats && sample == 0 ? Float.NaN : sample / 1000f;
      int bits = floats ? Float.floatToRawIntBits(metres[i]) : sample << 16;
      for (int b = 0; b < (floats ? 4 : 2); b++) {
        int shift = bigEndian ? 24 - 8 * b : floats ? 8 * b : 16 + 8 * b;
        data.writeByte(bits >>> shift);
      }
      if (i % WIDTH == WIDTH - 1) {
        data.writeZero(padding);
      }
    }
    sensor_msgs.Image message = new sensor_msgs.Image();
    message.setHeader(HEADER);
    message.setWidth(WIDTH);
    message.setHeight(HEIGHT);
    message.setEncoding(encoding);
    message.setIsBigendian(bigEndian ? (byte) 1 : 0);
    message.setStep(WIDTH * (floats ? 4 : 2) + padding);
    message.setData(data);
    DepthMap map = DepthMessages.decode("/depth", message);
    assertEquals(WIDTH, map.width());
    assertArrayEquals(metres, map.metres());
    assertFalse(map.measured(0, 0));
    assertTrue(map.measured(1, 0));
    assertArrayEquals(metres, DepthMap.read(map.toBytes(), WIDTH, HEIGHT, "a").metres());
  }

  @ParameterizedTest
  @CsvSource({"16UC1; compressedDepth png", "16UC1; compressedDepth", "16UC1"})
  void readsCompressedMillimetres(String format) {
    ByteBuf data = Unpooled.buffer().writeZero(12).writeBytes(png(samples()));
    assertMillimetres(DepthMessages.decode("/depth", message(format, data)));
  }

  @Test
  void readsAPngWithoutTheTransportsHeader() {
    ByteBuf data = Unpooled.wrappedBuffer(png(samples()));
    assertMillimetres(DepthMessages.decode("/depth", message("16UC1; png compressed ", data)));
  }

  /** The transport rounds a / depth + b down: the inverse is off by less than 1 / a. */
  @ParameterizedTest
  @CsvSource({"10, 100", "30, 100", "10, 1000", "100, 50"})
  void readsInverseDepth(float quantization, float max) {
    float a = quantization * (quantization + 1);
    float b = 1 - a / max;
    SplittableRandom random = new SplittableRandom(4);
    float[] metres = new float[WIDTH * HEIGHT];
    byte[] stored = new byte[2 * metres.length];
    for (int i = 0; i < metres.length; i++) {
      metres[i] = (float) random.nextDouble(0.5, max * 1.1);
      int inverse = metres[i] < max ? (int) (a / metres[i] + b) : 0;
      stored[2 * i] = (byte) (inverse >> 8);
      stored[2 * i + 1] = (byte) inverse;
    }
    ByteBuf data = Unpooled.buffer().writeIntLE(0).writeFloatLE(a).writeFloatLE(b);
    data.writeBytes(png(stored));
    float[] read =
        DepthMessages.decode("/depth", message("32FC1; compressedDepth png", data)).metres();
    for (int i = 0; i < metres.length; i++) {
      if (metres[i] >= max) {
        assertTrue(Float.isNaN(read[i]));
      } else {
        double error = a / (double) read[i] - a / (double) metres[i];
        assertTrue(error <= 1e-2 && error > -1.01, metres[i] + " m is " + read[i]);
      }
    }
  }

  /**
   * The resource is what rvl_codec.cpp of ros-perception/image_transport_plugins (BSD) made of
   * {@link #sample}, compiled with g++ 12.
   */
  @Test
  void readsWhatTheTransportWroteAsRvl() throws IOException {
    assertMillimetres(DepthMessages.decode("/depth", message("16UC1; compressedDepth rvl", rvl())));
  }

  @Test
  void saysWhereRvlIsCutOff() throws IOException {
    ByteBuf whole = rvl();
    for (int length = 0; length < whole.readableBytes(); length++) {
      ByteBuf cut = whole.slice(0, length);
      assertRefused("16UC1; compressedDepth rvl", cut, "");
    }
  }

  @Test
  void refusesDamagedRvl() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2000; i++) {
      ByteBuf damaged = rvl().copy();
      int at = random.nextInt(damaged.readableBytes());
      damaged.setByte(at, random.nextInt(256));
      try {
        DepthMessages.decode("/depth", message("16UC1; compressedDepth rvl", damaged));
      } catch (SeqlocException e) {
        assertTrue(e.getMessage().startsWith("/depth: image of 12.000000034: "), e.getMessage());
      }
    }
    ByteBuf huge = Unpooled.buffer().writeZero(12).writeIntLE(-1).writeIntLE(-1).writeZero(64);
    assertRefused("16UC1; compressedDepth rvl", huge, "depth of 4294967295 x 4294967295");
    ByteBuf empty = Unpooled.buffer().writeZero(12).writeIntLE(4).writeIntLE(4).writeZero(64);
    assertRefused("16UC1; compressedDepth rvl", empty, "damaged RVL: an empty run");
  }

  /** A PNG of zeros says in a few bytes what takes hundreds of megabytes: its header tells. */
  @Test
  void refusesABombBeforeItIsDecoded() {
    byte[] png = png(samples());
    ByteBuf bomb = Unpooled.buffer().writeZero(12).writeBytes(png);
    bomb.setInt(12 + 16, 10_000).setInt(12 + 20, 10_000);
    assertRefused("16UC1; compressedDepth png", bomb, "depth of 10000 x 10000; a depth map has");
    assertEquals(0, DepthMessages.decodedBytes(message("16UC1; compressedDepth png", bomb)));
    assertRefused("16UC1; png compressed ", bomb.slice(12, png.length), "depth of 10000 x 10000");
    assertEquals(
        4 * WIDTH * HEIGHT,
        DepthMessages.decodedBytes(message("16UC1", Unpooled.wrappedBuffer(png))));
    sensor_msgs.Image raw = new sensor_msgs.Image();
    raw.setEncoding("32FC1");
    raw.setWidth(-1);
    raw.setHeight(-1);
    SeqlocException e =
        assertThrows(SeqlocException.class, () -> DepthMessages.decode("/depth", raw));
    assertTrue(e.getMessage().contains("depth of 4294967295 x 4294967295"), e.getMessage());
  }

  @Test
  void refusesWhatIsNoDepth() {
    Raster grey = new Raster(4, 4, 1, 8, new byte[16]);
    ByteBuf data = Unpooled.wrappedBuffer(ImageFormat.png().encode(grey));
    assertRefused("16UC1; png compressed ", data, "no depth: 1 channels of 8 bits");
    assertRefused("32FC1; compressedDepth png", data, "depth of 32FC1 without the header");
    assertRefused(
        "16UC1; compressedDepth png", Unpooled.buffer().writeZero(11), "compressed depth");
  }

  @ParameterizedTest
  @CsvSource({
    "/cam/depth/image_raw, 16UC1, true",
    "/cam/aligned_depth_to_color/image_raw, mono16, true",
    "/cam/infra1/image_raw, 16UC1, false",
    "/cam/image_raw, 32FC1, true",
    "/cam/depth/image_rect, 8UC1, false",
    "/cam/depth/image/compressedDepth, 16UC1; compressedDepth png, true",
    "/cam/depth/image/compressed, 16UC1; png compressed , true",
    "/cam/color/compressed, rgb8; jpeg compressed bgr8, false",
    "/cam/depth/image/compressedDepth, png, true"
  })
  void depthIsKnownByEncodingAndTopic(String topic, String encoding, boolean depth) {
    assertEquals(depth, DepthMessages.isDepth(topic, encoding));
  }

  private static int sample(int x, int y) {
    int value = (x * x * 977 + y * y * y * 131 + x * y * 7919) & 0xffff;
    return (x * 3 + y * 5) % 11 < 3 ? 0 : value;
  }

  /** Upper bytes first. */
  private static byte[] samples() {
    byte[] samples = new byte[2 * WIDTH * HEIGHT];
    for (int i = 0; i < samples.length; i += 2) {
      int sample = sample(i / 2 % WIDTH, i / 2 / WIDTH);
      samples[i] = (byte) (sample >> 8);
      samples[i + 1] = (byte) sample;
    }
    return samples;
  }

  private static byte[] png(byte[] samples) {
    return ImageFormat.png().encode(new Raster(WIDTH, HEIGHT, 1, 16, samples));
  }

  private static ByteBuf rvl() throws IOException {
    ByteBuf data = Unpooled.buffer().writeZero(12).writeIntLE(WIDTH).writeIntLE(HEIGHT);
    try (InputStream in = DepthMessagesTest.class.getResourceAsStream("depth_rvl.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", "");
      return data.writeBytes(HexFormat.of().parseHex(hex));
    }
  }

  private static void assertMillimetres(DepthMap map) {
    assertEquals(WIDTH, map.width());
    assertEquals(HEIGHT, map.height());
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      assertEquals(sample(i % WIDTH, i / WIDTH) / 1000f, map.metres()[i]);
    }
  }

  private static void assertRefused(String format, ByteBuf data, String refusal) {
    SeqlocException e =
        assertThrows(
            SeqlocException.class, () -> DepthMessages.decode("/depth", message(format, data)));
    assertTrue(
        e.getMessage().startsWith("/depth: image of 12.000000034: " + refusal), e.getMessage());
  }

  private static CompressedImage message(String format, ByteBuf data) {
    CompressedImage message = new CompressedImage();
    message.setHeader(HEADER);
    message.setFormat(format);
    message.setData(data);
    return message;
  }
}
