package org.seqloc.msgs.dynamic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ros.message.Duration;
import org.ros.message.Time;
import org.seqloc.msgs.MessageType;

class FieldFillerTest {

  private final FieldFiller filler = new FieldFiller(() -> new Time(100, 5));

  private DynamicMessage filled(MessageType<?> type, Object... arguments) {
    DynamicMessage message = DynamicTypes.of(type).create();
    filler.fill(message, Arrays.asList(arguments));
    return message;
  }

  private DynamicMessage filled(String definition, Object... arguments) {
    DynamicMessage message = DynamicTypes.message("my_msgs/Any", definition).create();
    filler.fill(message, Arrays.asList(arguments));
    return message;
  }

  private static void assertRefused(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void aMapNamesFieldsAndAListGivesThemInTurn() {
    DynamicMessage point = filled(geometry_msgs.Point.TYPE, Map.of("y", 2));
    assertEquals(2.0, point.get("y"));
    assertEquals(0.0, point.get("x"));
    assertEquals(filled(geometry_msgs.Point.TYPE, 0, 2.0, 0), point);
    DynamicMessage twist = filled(geometry_msgs.Twist.TYPE, List.of(1, 0, 0), Map.of("z", 0.5));
    assertEquals(1.0, ((DynamicMessage) twist.get("linear")).get("x"));
    assertEquals(0.5, ((DynamicMessage) twist.get("angular")).get("z"));
    assertEquals(
        twist,
        filled(
            geometry_msgs.Twist.TYPE,
            Map.of("linear", Map.of("x", 1), "angular", List.of(0, 0, 0.5))));
  }

  @Test
  void nowAndAutoStandForTheTime() {
    DynamicMessage header = filled(std_msgs.Header.TYPE, 0, "now", "map");
    assertEquals(new Time(100, 5), header.get("stamp"));
    DynamicMessage pose = filled(geometry_msgs.PoseStamped.TYPE, Map.of("header", "auto"));
    assertEquals(new Time(100, 5), ((DynamicMessage) pose.get("header")).get("stamp"));
  }

  @Test
  void timesAreMapsListsOrNanoseconds() {
    String definition = "time t\nduration d\ntime[] all\n";
    DynamicMessage message =
        filled(
            definition,
            Map.of("secs", 3000000000L, "nsecs", 4),
            -1_500_000_000L,
            List.of(1_000_000_002L, List.of(5, 6), "now"));
    assertEquals("3000000000.000000004", text((Time) message.get("t")));
    Duration duration = (Duration) message.get("d");
    assertEquals(-2, duration.secs);
    assertEquals(500_000_000, duration.nsecs);
    assertEquals(List.of(new Time(1, 2), new Time(5, 6), new Time(100, 5)), message.get("all"));
    assertRefused("t (time): must be {secs: N", () -> filled(definition, 1.5, 0, List.of()));
    assertRefused(
        "t (time): must be secs", () -> filled(definition, Map.of("t", Map.of("sec", 1))));
    assertRefused("d (duration)", () -> filled(definition, Map.of("d", "now")));
  }

  private static String text(Time time) {
    return String.format("%s.%09d", Integer.toUnsignedString(time.secs), time.nsecs);
  }

  @Test
  void numbersMustFit() {
    assertEquals((byte) -56, filled(std_msgs.UInt8.TYPE, 200).get("data"));
    assertRefused("from 0 to 255, got 256", () -> filled(std_msgs.UInt8.TYPE, 256));
    assertRefused("from -128 to 127, got -129", () -> filled(std_msgs.Int8.TYPE, -129));
    BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    assertEquals(-1L, filled(std_msgs.UInt64.TYPE, most).get("data"));
    assertRefused("got 1.5", () -> filled(std_msgs.Int32.TYPE, 1.5));
    assertEquals(0.001, filled(std_msgs.Float64.TYPE, "1e-3").get("data"));
    assertEquals(2f, filled(std_msgs.Float32.TYPE, 2).get("data"));
    assertRefused("data (float64): must be a number, got x", () -> filled("float64 data", "x"));
    assertRefused("true or false, got 1", () -> filled(std_msgs.Bool.TYPE, 1));
    assertRefused("in quotes when", () -> filled(std_msgs.String.TYPE, 5));
    assertEquals(
        "", filled(std_msgs.String.TYPE, Collections.singletonMap("data", null)).get("data"));
  }

  @Test
  void arraysOfAllKinds() {
    DynamicMessage message =
        filled(
            "uint8[] bytes\nfloat32[2] two\nstring[] texts\ngeometry_msgs/Point[] points\n"
                + "=".repeat(80)
                + "\nMSG: geometry_msgs/Point\nfloat64 x\nfloat64 y\nfloat64 z\n",
            List.of(1, 255),
            List.of(1, 2.5),
            List.of("a", "b"),
            List.of(List.of(1, 2, 3), Map.of("z", 4)));
    assertArrayEquals(new float[] {1, 2.5f}, (float[]) message.get("two"));
    assertEquals(List.of("a", "b"), message.get("texts"));
    assertEquals("[1, 255]", printed(message, "bytes"));
    assertEquals(4.0, ((DynamicMessage) ((List<?>) message.get("points")).get(1)).get("z"));
    assertRefused(
        "two (float32[2]): must have 2 elements, got 1",
        () -> filled("float32[2] two\n", List.of(1)));
    assertRefused("many[1] (int16)", () -> filled("int16[] many\n", List.of(1, "x")));
    assertRefused("many (int16[]): must be a list", () -> filled("int16[] many\n", 7));
  }

  private static String printed(DynamicMessage message, String field) {
    return org.seqloc.msgs.MessagePrinter.FULL.printValue(
        message.fieldType(field), message.get(field));
  }

  @Test
  void whatDoesNotFitIsNamedByItsPath() {
    assertRefused(
        "header.stamp.nsecs (int32)",
        () ->
            filled(
                geometry_msgs.PoseStamped.TYPE,
                Map.of("header", Map.of("stamp", Map.of("nsecs", "x")))));
    assertRefused("has no field 'w'", () -> filled(geometry_msgs.Point.TYPE, Map.of("w", 1)));
    assertRefused(
        "got 2 values for the 3 fields of geometry_msgs/Point: x, y, z",
        () -> filled(geometry_msgs.Point.TYPE, 1, 2));
    assertRefused(
        "linear (geometry_msgs/Vector3): must be a map of its fields, got now",
        () -> filled(geometry_msgs.Twist.TYPE, Map.of("linear", "now")));
  }

  @Test
  void noArgumentsLeaveItEmpty() {
    assertEquals(DynamicTypes.of(std_msgs.Header.TYPE).create(), filled(std_msgs.Header.TYPE));
  }
}
