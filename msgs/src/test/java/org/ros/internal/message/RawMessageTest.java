package org.ros.internal.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ros.message.Time;
import sensor_msgs.Image;
import sensor_msgs.LaserScan;
import sensor_msgs.PointCloud2;
import sensor_msgs.PointField;

class RawMessageTest {

  @Test
  void fieldsAreFoundByTheirNames() {
    Image image = new Image();
    image.getHeader().setStamp(new Time(5, 6));
    image.getHeader().setFrameId("camera");
    image.setWidth(-1);
    image.setEncoding("mono8");
    image.setData(Unpooled.wrappedBuffer(new byte[] {1, 2}));
    Message any = image;
    RawMessage raw = any.toRawMessage();
    Message header = raw.getMessage("header");
    assertEquals(new Time(5, 6), header.toRawMessage().getTime("stamp"));
    assertEquals("camera", header.toRawMessage().getString("frame_id"));
    assertEquals(-1, raw.getUInt32("width"));
    assertEquals(0, raw.getUInt8("is_bigendian"));
    assertEquals(image.getData(), raw.getChannelBuffer("data"));
    assertEquals("sensor_msgs/Image", raw.getType());
    assertEquals("sensor_msgs", raw.getPackage());
    assertEquals("Image", raw.getName());
    assertEquals(Image._DEFINITION, raw.getDefinition());
    assertEquals(image.toString(), raw.toString());
    assertSame(raw, raw.toRawMessage());
  }

  @Test
  void arraysAreThoseOfTheMessage() {
    LaserScan scan = new LaserScan();
    scan.setRanges(new float[] {1, 2});
    scan.setAngleMin(0.5f);
    assertArrayEquals(new float[] {1, 2}, scan.toRawMessage().getFloat32Array("ranges"));
    assertEquals(0.5f, scan.toRawMessage().getFloat32("angle_min"));
    PointCloud2 cloud = new PointCloud2();
    PointField x = new PointField();
    x.setName("x");
    x.setDatatype((byte) 200);
    cloud.setFields(List.of(x));
    List<PointField> fields = cloud.toRawMessage().getMessageList("fields");
    assertEquals(List.of(x), fields);
    assertEquals(200, x.toRawMessage().getUInt8("datatype"));
    assertEquals(false, cloud.toRawMessage().getBool("is_dense"));
  }

  @Test
  void whatIsNotThereIsRefused() {
    RawMessage raw = new std_msgs.String().toRawMessage();
    assertEquals(
        "std_msgs/String has no field 'date', only [data]",
        assertThrows(IllegalArgumentException.class, () -> raw.getString("date")).getMessage());
    assertEquals(
        "the field 'data' of std_msgs/String is String, not Integer",
        assertThrows(IllegalArgumentException.class, () -> raw.getInt32("data")).getMessage());
  }
}
