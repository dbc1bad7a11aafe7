package org.seqloc.bags.sensor;

import java.util.ArrayList;
import java.util.List;
import std_msgs.Header;

/** What a message holds for a kapture, and what of it was left out. */
public final class SensorReading {

  /** Why something is left out; each is told with a count. */
  static final String NO_STAMP = "without a stamp";

  static final String NOT_READABLE = "not readable";
  static final String NOT_FINITE = "with numbers that are not finite";
  static final String REPEATED = "with the stamp of another";

  /** The values of one of the converter's parts. */
  record Values(int part, List<String> columns) {}

  private final String frame;
  private final List<Values> values = new ArrayList<>(2);
  private final List<String> left = new ArrayList<>(0);
  private long stampNanos;
  private byte[] file = {};
  private String detail = "";

  private SensorReading(String frame, long stampNanos) {
    this.frame = frame;
    this.stampNanos = stampNanos;
  }

  static SensorReading of(Header header) {
    return new SensorReading(header.getFrameId(), header.getStamp().totalNsecs());
  }

  static SensorReading notReadable(String detail) {
    SensorReading reading = new SensorReading("", 0).without(NOT_READABLE);
    reading.detail = detail;
    return reading;
  }

  /** Adds the values of a part. */
  SensorReading with(int part, String... columns) {
    values.add(new Values(part, List.of(columns)));
    return this;
  }

  /** Adds the numbers of a part; they are left out where one is not finite. */
  SensorReading withFinite(int part, double... numbers) {
    String[] columns = new String[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (!Double.isFinite(numbers[i])) {
        return without(NOT_FINITE);
      }
      columns[i] = Double.toString(numbers[i]);
    }
    return with(part, columns);
  }

  /** Adds the file that is the only part's value; its name is given later. */
  SensorReading withFile(byte[] content) {
    file = content;
    return with(0);
  }

  /** Notes that the message, or a part of it, is left out. */
  SensorReading without(String reason) {
    left.add(reason);
    return this;
  }

  /** Leaves out all that was added. */
  SensorReading withoutAll(String reason) {
    values.clear();
    left.clear();
    return without(reason);
  }

  SensorReading stamped(long nanos) {
    stampNanos = nanos;
    return this;
  }

  String frame() {
    return frame;
  }

  long stampNanos() {
    return stampNanos;
  }

  List<Values> values() {
    return values;
  }

  boolean hasFile() {
    return file.length > 0;
  }

  byte[] file() {
    return file;
  }

  List<String> left() {
    return left;
  }

  /** Of a message that is not readable: why. */
  String detail() {
    return detail;
  }
}
