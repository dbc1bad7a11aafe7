package org.seqloc.bags.sensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.Ros;
import org.seqloc.bags.pose.PoseMessages;
import org.seqloc.core.SharedData;
import sensor_msgs.PointCloud2;
import sensor_msgs.PointField;

class PointCloudConverterTest {

  private static final long T = 1_500_000_000_000_000_000L;

  /** Points of 40 bytes with padding between all kinds of fields, rows of 90 of which 80 count. */
  private static final int STEP = 40;

  private static final int ROW_STEP = 90;
  private static final int WIDTH = 2;
  private static final int HEIGHT = 3;

  @TempDir private Path folder;

  private final Recorded.Sink sink = new Recorded.Sink();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fieldsKeepTheirTypesAndPaddingGoes(boolean bigEndian) {
    byte[] file = convert(cloud(bigEndian));
    String header =
        """
        # .PCD v0.7 - Point Cloud Data file format
        VERSION 0.7
        FIELDS x y z intensity ring time flag normal
        SIZE 4 4 4 1 2 8 1 2
        TYPE F F F U U F I I
        COUNT 1 1 1 1 1 1 1 3
        WIDTH 2
        HEIGHT 3
        VIEWPOINT 0 0 0 1 0 0 0
        POINTS 6
        DATA binary
        """;
    ByteBuffer expected = ByteBuffer.allocate(header.length() + 6 * 30);
    expected.order(ByteOrder.LITTLE_ENDIAN).put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 6; i++) {
      expected.putFloat(i == 4 ? Float.NaN : i + 0.5f).putFloat(-i).putFloat(i * 1e-3f);
      expected.put((byte) (200 + i)).putShort((short) (65_000 + i)).putDouble(i * 1e-9);
      expected.put((byte) -i);
      expected.putShort((short) i).putShort((short) -i).putShort((short) 258);
    }
    assertEquals(header, new String(file, 0, header.length(), StandardCharsets.US_ASCII));
    assertArrayEquals(expected.array(), file);
    assertEquals(List.of("lidar " + T + " lidar/" + T + ".pcd"), sink.records);
    assertEquals(List.of("lidar|/lidar|lidar|laser"), sink.sensors);
  }

  @Test
  void pointsWithoutPaddingAreTheDataThemselves() {
    PointCloud2 cloud = simple(5);
    byte[] data = new byte[60];
    new SplittableRandom(1).nextBytes(data);
    cloud.setData(Unpooled.wrappedBuffer(data));
    byte[] file = convert(cloud);
    assertArrayEquals(data, Arrays.copyOfRange(file, file.length - 60, file.length));
  }

  @Test
  void aSingleRowNeedsNoRowStepAndCountsOfZeroAreOne() {
    PointCloud2 cloud = simple(2);
    cloud.setRowStep(0);
    cloud.getFields().forEach(field -> field.setCount(0));
    String file = new String(convert(cloud), StandardCharsets.US_ASCII);
    assertTrue(file.contains("COUNT 1 1 1\nWIDTH 2\n"), file);
  }

  @Test
  void cloudsWhoseFieldsDoNotFitAreLeftOutWithTheReason() {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      PointCloud2 cloud = simple(4);
      switch (i) {
        case 0 -> cloud.setPointStep(11);
        case 1 -> cloud.setWidth(5);
        case 2 -> cloud.setWidth(-1);
        case 3 -> {
          cloud.setHeight(2);
          cloud.setRowStep(47);
        }
        case 4 -> cloud.setHeight(-1);
        case 5 -> cloud.getFields().get(1).setDatatype((byte) 9);
        case 6 -> cloud.getFields().get(2).setOffset(-4);
        case 7 -> cloud.getFields().get(2).setName("w");
        default -> cloud.getFields().get(0).setOffset(3);
      }
      SensorTopic topic = Recorded.topic("/lidar", cloud, SensorStamps.HEADER);
      topic.accept(Recorded.of("/lidar", T, cloud), sink);
      assertEquals(Map.of(SensorReading.NOT_READABLE, 1L), topic.left());
      String remark = topic.hint(SensorReading.NOT_READABLE);
      reasons.add(remark.substring(remark.indexOf("0: ") + 3));
    }
    assertEquals(
        List.of(
            "field z of 1 x 4 bytes at 8 is not within points of 11 bytes",
            "5 points of 12 bytes in a row, but 48 bytes of data",
            "4294967295 points of 12 bytes in a row, but 48 bytes of data",
            "a row step of 47 bytes for 4 points of 12 bytes",
            "4294967295 rows of 48 bytes, but 48 bytes of data",
            "field y of the unknown datatype 9",
            "field z of 1 x 4 bytes at 4294967292 is not within points of 12 bytes",
            "points without a field z",
            "fields x and y overlap"),
        reasons);
    assertEquals(List.of(), sink.records);
  }

  @Test
  void emptyCloudsAreLeftOut() {
    PointCloud2 cloud = simple(0);
    SensorTopic topic = Recorded.topic("/lidar", cloud, SensorStamps.HEADER);
    topic.accept(Recorded.of("/lidar", T, cloud), sink);
    assertEquals(Map.of(PointCloudConverter.NO_POINTS, 1L), topic.left());
  }

  /** Random layouts: refused, or a file of just the bytes that its header tells. */
  @Test
  void anyLayoutIsConvertedOrLeftOut() {
    SplittableRandom random = new SplittableRandom(3);
    int converted = 0;
    for (int i = 0; i < 20_000; i++) {
      PointCloud2 cloud = simple(4);
      cloud.setIsBigendian(random.nextBoolean());
      for (int change = random.nextInt(3); change >= 0; change--) {
        int value = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(20);
        PointField field = cloud.getFields().get(random.nextInt(3));
        switch (random.nextInt(7)) {
          case 0 -> cloud.setWidth(value);
          case 1 -> cloud.setHeight(value);
          case 2 -> cloud.setPointStep(value);
          case 3 -> cloud.setRowStep(value);
          case 4 -> field.setOffset(value);
          case 5 -> field.setDatatype((byte) value);
          default -> field.setCount(value);
        }
      }
      Recorded.Sink one = new Recorded.Sink();
      SensorTopic topic = Recorded.topic("/lidar", cloud, SensorStamps.HEADER);
      topic.accept(Recorded.of("/lidar", T, cloud), one);
      assertEquals(1, topic.taken() + topic.left().values().stream().mapToLong(n -> n).sum());
      for (byte[] file : one.files.values()) {
        converted++;
        checkLength(file);
      }
    }
    assertTrue(converted > 2000, converted + " converted");
  }

  private static void checkLength(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("DATA binary\n") + "DATA binary\n".length();
    int[] sizes = header(text, "SIZE");
    int[] counts = header(text, "COUNT");
    int pointBytes = 0;
    for (int i = 0; i < sizes.length; i++) {
      pointBytes += sizes[i] * counts[i];
    }
    int points = header(text, "POINTS")[0];
    assertEquals(header(text, "WIDTH")[0] * header(text, "HEIGHT")[0], points);
    assertEquals(start + points * pointBytes, file.length);
  }

  private static int[] header(String text, String key) {
    int start = text.indexOf("\n" + key + " ") + key.length() + 2;
    return Arrays.stream(text.substring(start, text.indexOf('\n', start)).split(" ", -1))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Test
  void pclReadsTheSameNumbers() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      rows.add(
          String.format(
              "%s %d %s %d %d %s %d %d %d 258",
              i == 4 ? "nan" : i + 0.5,
              -i,
              i == 0 ? "0" : "0.00" + i,
              200 + i,
              65_000 + i,
              i == 0 ? "0" : "1e-09".replace("1", "" + i),
              -i,
              i,
              -i));
    }
    List<String> ascii = Pcl.ascii(folder, convert(cloud(false)));
    assertEquals("FIELDS x y z intensity ring time flag normal", ascii.get(2));
    assertEquals("WIDTH 2", ascii.get(6));
    assertEquals("HEIGHT 3", ascii.get(7));
    assertEquals(rows, ascii.subList(11, ascii.size()));
  }

  /** A scan of a Velodyne, against ROS's own reader of clouds. */
  @Test
  void aRecordedCloudIsAsRosReadsIt() throws IOException {
    Path bag = SharedData.require("data/bags/PointCloud2.bag");
    Path expected = folder.resolve("points");
    Ros.script("cloud_points.py", bag, expected);
    byte[] file = convertOnly(bag);
    byte[] points = Files.readAllBytes(expected);
    assertEquals(124_914 * (4 * 4 + 2), points.length);
    assertArrayEquals(points, Arrays.copyOfRange(file, file.length - points.length, file.length));
    String path = "pointcloud2/1495810421650581000.pcd";
    assertEquals(List.of("pointcloud2 1495810421650581000 " + path), sink.records);
    assertEquals(List.of("pointcloud2|/pointcloud2|lidar|near_field"), sink.sensors);
  }

  @Test
  void pclReadsARecordedCloud() throws IOException {
    byte[] file = convertOnly(SharedData.require("data/bags/PointCloud2.bag"));
    List<String> ascii = Pcl.ascii(folder, file);
    assertEquals("FIELDS x y z intensity ring", ascii.get(2));
    assertEquals("TYPE F F F F U", ascii.get(4));
    assertEquals(124_914, ascii.size() - 11);
    ByteBuffer last = ByteBuffer.wrap(file, file.length - 18, 18).order(ByteOrder.LITTLE_ENDIAN);
    String[] numbers = ascii.get(ascii.size() - 1).split(" ", -1);
    for (int i = 0; i < 4; i++) {
      float value = last.getFloat();
      // PCL prints 7 digits.
      assertEquals(value, Float.parseFloat(numbers[i]), Math.abs(value) * 1e-6f);
    }
    assertEquals(last.getShort(), Short.parseShort(numbers[4]));
  }

  private byte[] convertOnly(Path file) {
    try (Bag bag = Bag.open(file);
        BagCursor messages = bag.messages()) {
      SensorTopic topic = Recorded.topic("/pointcloud2", new PointCloud2(), SensorStamps.HEADER);
      messages.forEachRemaining(message -> topic.accept(message, sink));
      assertEquals(List.of(), topic.remarks());
    }
    assertEquals(1, sink.files.size());
    return sink.files.values().iterator().next();
  }

  private byte[] convert(PointCloud2 cloud) {
    SensorTopic topic = Recorded.topic("/lidar", cloud, SensorStamps.HEADER);
    topic.accept(Recorded.of("/lidar", T, cloud), sink);
    assertEquals(List.of(), topic.remarks());
    return sink.files.get("lidar/" + T + ".pcd");
  }

  /** A row of points of x, y and z, all zero. */
  private static PointCloud2 simple(int points) {
    PointCloud2 cloud = new PointCloud2();
    cloud.setHeader(PoseMessages.header(T, "laser"));
    cloud.setWidth(points);
    cloud.setHeight(1);
    cloud.setPointStep(12);
    cloud.setRowStep(12 * points);
    cloud.setFields(
        new ArrayList<>(
            List.of(
                field("x", 0, PointField.FLOAT32, 1),
                field("y", 4, PointField.FLOAT32, 1),
                field("z", 8, PointField.FLOAT32, 1))));
    cloud.setData(Unpooled.wrappedBuffer(new byte[12 * points]));
    return cloud;
  }

  private static PointCloud2 cloud(boolean bigEndian) {
    PointCloud2 cloud = new PointCloud2();
    cloud.setHeader(PoseMessages.header(T, "laser"));
    cloud.setWidth(WIDTH);
    cloud.setHeight(HEIGHT);
    cloud.setPointStep(STEP);
    cloud.setRowStep(ROW_STEP);
    cloud.setIsBigendian(bigEndian);
    cloud.setFields(
        List.of(
            field("flag", 32, PointField.INT8, 1),
            field("x", 0, PointField.FLOAT32, 1),
            field("y", 4, PointField.FLOAT32, 1),
            field("z", 8, PointField.FLOAT32, 1),
            field("_", 12, PointField.UINT8, 4),
            field("intensity", 16, PointField.UINT8, 1),
            field("ring", 18, PointField.UINT16, 1),
            field("time", 22, PointField.FLOAT64, 1),
            field("normal", 33, PointField.INT16, 3)));
    ByteBuffer data = ByteBuffer.allocate(HEIGHT * ROW_STEP);
    data.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    new SplittableRandom(2).nextBytes(data.array());
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int at = i / WIDTH * ROW_STEP + i % WIDTH * STEP;
      data.putFloat(at, i == 4 ? Float.NaN : i + 0.5f);
      data.putFloat(at + 4, -i).putFloat(at + 8, i * 1e-3f);
      data.put(at + 16, (byte) (200 + i)).putShort(at + 18, (short) (65_000 + i));
      data.putDouble(at + 22, i * 1e-9).put(at + 32, (byte) -i);
      data.putShort(at + 33, (short) i)
          .putShort(at + 35, (short) -i)
          .putShort(at + 37, (short) 258);
    }
    cloud.setData(Unpooled.wrappedBuffer(data.array()));
    return cloud;
  }

  private static PointField field(String name, int offset, byte datatype, int count) {
    PointField field = new PointField();
    field.setName(name);
    field.setOffset(offset);
    field.setDatatype(datatype);
    field.setCount(count);
    return field;
  }
}
