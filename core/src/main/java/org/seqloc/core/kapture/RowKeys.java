package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The two columns that nearly all tables start with, timestamp and device, at 12 bytes a row.
 * Devices are numbers here, given in the order in which they come; {@link #numberedByName}
 * renumbers them by name.
 */
final class RowKeys {

  private final LongList stamps;
  private final IntList deviceNumbers;
  private final List<String> devices;
  private final Map<String, Integer> numbers = new HashMap<>();
  private int size;

  RowKeys() {
    this(new LongList(), new IntList(), new ArrayList<>());
  }

  private RowKeys(LongList stamps, IntList deviceNumbers, List<String> devices) {
    this.stamps = stamps;
    this.deviceNumbers = deviceNumbers;
    this.devices = devices;
    for (int i = 0; i < devices.size(); i++) {
      numbers.put(devices.get(i), i);
    }
    // What a builder adds later is behind this.
    size = stamps.size();
  }

  int size() {
    return size;
  }

  long stamp(int row) {
    return stamps.get(row);
  }

  String device(int row) {
    return devices.get(deviceNumbers.get(row));
  }

  int deviceNumber(int row) {
    return deviceNumbers.get(row);
  }

  /** The devices that have rows; after {@link #numberedByName} by name. */
  List<String> devices() {
    return devices;
  }

  void add(long stamp, String device) {
    Integer number = numbers.get(device);
    if (number == null) {
      number = devices.size();
      devices.add(device);
      numbers.put(device, number);
    }
    stamps.add(stamp);
    deviceNumbers.add(number);
    size++;
  }

  /** Whether the last row has this key. */
  boolean lastIs(long stamp, String device) {
    return size > 0 && stamp(size - 1) == stamp && device(size - 1).equals(device);
  }

  /** Compares rows of keys whose devices are numbered by name. */
  int compare(int a, int b) {
    int byStamp = Long.compare(stamp(a), stamp(b));
    return byStamp != 0 ? byStamp : Integer.compare(deviceNumber(a), deviceNumber(b));
  }

  /** These keys, row for row, with the devices numbered by name. */
  RowKeys numberedByName() {
    List<String> byName = devices.stream().sorted().toList();
    if (byName.equals(devices)) {
      return new RowKeys(stamps, deviceNumbers, byName);
    }
    RowKeys keys = new RowKeys(stamps, new IntList(), byName);
    for (int i = 0; i < size; i++) {
      keys.deviceNumbers.add(keys.numbers.get(device(i)));
    }
    return keys;
  }

  /** The rows in this order. */
  RowKeys ordered(RowOrder order) {
    if (order.isIdentity()) {
      return this;
    }
    RowKeys keys = new RowKeys(new LongList(), new IntList(), devices);
    for (int i = 0; i < size; i++) {
      keys.stamps.add(stamp(order.row(i)));
      keys.deviceNumbers.add(deviceNumber(order.row(i)));
    }
    keys.size = size;
    return keys;
  }

  /** The first row at or after a timestamp; {@link #size} when there is none. Sorted keys only. */
  int firstAtOrAfter(long stamp) {
    return firstAtOrAfter(stamp, 0);
  }

  private int firstAtOrAfter(long stamp, int deviceNumber) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stamp(middle) < stamp
          || (stamp(middle) == stamp && deviceNumber(middle) < deviceNumber)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first row behind all of the timestamp that this row has. Sorted keys only. */
  int endOfStamp(int row) {
    return firstAtOrAfter(stamp(row), devices.size());
  }

  /** The first row of this key; -1 when there is none. Sorted keys only. */
  int find(long stamp, String device) {
    Integer number = numbers.get(device);
    if (number == null) {
      return -1;
    }
    int row = firstAtOrAfter(stamp, number);
    return row < size && stamp(row) == stamp && deviceNumber(row) == number ? row : -1;
  }
}
