package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import geometry_msgs.Point32;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ros.message.Duration;
import org.ros.message.Time;
import std_msgs.Empty;
import std_msgs.UInt8MultiArray;

/** Whole messages are compared with ROS Noetic's by {@link NoeticCodecTest}. */
class MessagePrinterTest {

  /** As {@code rostopic echo /topic/field} prints them: genpy's strify_message of the value. */
  @Test
  void aFieldAloneIsPrintedAsByRostopic() {
    Point32 point = new Point32();
    assertEquals("x: 0.0\ny: 0.0\nz: 0.0", printed("geometry_msgs/Point32", point));
    assertEquals("\nsecs: 4294967295\nnsecs:         5", printed("time", new Time(-1, 5)));
    assertEquals("\nsecs: -1\nnsecs: 999999999", printed("duration", new Duration(-1, 999999999)));
    assertEquals("\"map\"", printed("string", "map"));
    assertEquals("\n- map\n- ''", printed("string[]", List.of("map", "")));
    assertEquals(
        "\n- \n  x: 0.0\n  y: 0.0\n  z: 0.0", printed("geometry_msgs/Point32[]", List.of(point)));
    assertEquals("\n- \n  secs: 1\n  nsecs:         2", printed("time[]", List.of(new Time(1, 2))));
    assertEquals("[255, 0]", printed("uint8[]", Unpooled.wrappedBuffer(new byte[] {-1, 0})));
    assertEquals("[-1, 0]", printed("int8[2]", Unpooled.wrappedBuffer(new byte[] {-1, 0})));
    assertEquals("[True, False]", printed("bool[]", new boolean[] {true, false}));
    assertEquals("18446744073709551615", printed("uint64", -1L));
    assertEquals("0.10000000149011612", printed("float32", 0.1f));
    assertEquals("", printed("std_msgs/Empty", new Empty()));
  }

  private static String printed(String type, Object value) {
    return MessagePrinter.FULL.printValue(type, value);
  }

  @Test
  void longArraysAreLeftOutOfToString() {
    UInt8MultiArray array = new UInt8MultiArray();
    String layout = "layout: \n  dim: []\n  data_offset: 0\n";
    array.setData(Unpooled.wrappedBuffer(new byte[3]));
    assertEquals(layout + "data: [0, 0, 0]", array.toString());
    array.setData(Unpooled.wrappedBuffer(new byte[65]));
    assertEquals(layout + "data: \"<array type: uint8, length: 65>\"", array.toString());
  }

  /** As {@code rostopic echo --noarr --nostr} prints them. */
  @Test
  void arraysAndStringsAreLeftOutOnRequest() {
    UInt8MultiArray array = new UInt8MultiArray();
    assertEquals(
        "layout: \n  dim: \"<array type: std_msgs/MultiArrayDimension, length: 0>\"\n"
            + "  data_offset: 0\ndata: \"<array type: uint8, length: 0>\"",
        MessagePrinter.FULL.withoutArrays().print(array));
    MessagePrinter noStrings = MessagePrinter.FULL.withoutStrings();
    assertEquals("\"<string length: 3>\"", noStrings.printValue("string", "map"));
    assertEquals(
        "\"<array type: string, length: 1>\"", noStrings.printValue("string[]", List.of("map")));
    assertEquals("[1]", noStrings.printValue("int32[]", new int[] {1}));
  }

  /** As {@code rostopic echo -p} prints them. */
  @Test
  void plotsHaveOneColumnForEachNumber() {
    geometry_msgs.PolygonStamped polygon = new geometry_msgs.PolygonStamped();
    polygon.getHeader().setStamp(new Time(1, 500));
    polygon.getHeader().setFrameId("map");
    polygon.getPolygon().getPoints().add(new Point32());
    PlotPrinter printer = new PlotPrinter();
    assertEquals(
        "%time,field.header.seq,field.header.stamp,field.header.frame_id,"
            + "field.polygon.points0.x,field.polygon.points0.y,field.polygon.points0.z",
        printer.titles("geometry_msgs/PolygonStamped", polygon));
    assertEquals(
        "7,0,1000000500,map,0.0,0.0,0.0", printer.row(7, "geometry_msgs/PolygonStamped", polygon));
    assertEquals("%time,field0,field1", printer.titles("bool[]", new boolean[2]));
    assertEquals("7,1,0", printer.row(7, "bool[]", new boolean[] {true, false}));
    assertEquals("%time,", printer.titles("int32[]", new int[0]));
    assertEquals("7,", printer.row(7, "int32[]", new int[0]));
  }
}
