package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The two columns that nearly all tables start with, timestamp and device, at 12 bytes a row.
 * Devices are numbers here, given in the order in which they come; {@link #numberedByName}
 * renumbers them by name.
 */
final class RowKeys {

  private long[] stamps = new long[16];
  private int[] deviceNumbers = new int[16];
  private int size;
  private List<String> devices = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  int size() {
    return size;
  }

  long stamp(int row) {
    return stamps[row];
  }

  String device(int row) {
    return devices.get(deviceNumbers[row]);
  }

  int deviceNumber(int row) {
    return deviceNumbers[row];
  }

  /** The devices that have rows; after {@link #numberedByName} by name. */
  List<String> devices() {
    return devices;
  }

  void add(long stamp, String device) {
    if (size == stamps.length) {
      stamps = Arrays.copyOf(stamps, size + (size >> 1));
      deviceNumbers = Arrays.copyOf(deviceNumbers, size + (size >> 1));
    }
    Integer number = numbers.get(device);
    if (number == null) {
      number = devices.size();
      devices.add(device);
      numbers.put(device, number);
    }
    stamps[size] = stamp;
    deviceNumbers[size++] = number;
  }

  /** Whether the last row has this key. */
  boolean lastIs(long stamp, String device) {
    return size > 0 && stamps[size - 1] == stamp && device(size - 1).equals(device);
  }

  /** Compares rows of keys whose devices are numbered by name. */
  int compare(int a, int b) {
    int byStamp = Long.compare(stamps[a], stamps[b]);
    return byStamp != 0 ? byStamp : Integer.compare(deviceNumbers[a], deviceNumbers[b]);
  }

  /** These keys, row for row, with the devices numbered by name. */
  RowKeys numberedByName() {
    RowKeys keys = new RowKeys();
    keys.devices = new ArrayList<>(new TreeSet<>(devices));
    for (int i = 0; i < keys.devices.size(); i++) {
      keys.numbers.put(keys.devices.get(i), i);
    }
    int[] renumbered = devices.stream().mapToInt(keys.numbers::get).toArray();
    keys.size = size;
    keys.stamps = Arrays.copyOf(stamps, size);
    keys.deviceNumbers = new int[size];
    for (int i = 0; i < size; i++) {
      keys.deviceNumbers[i] = renumbered[deviceNumbers[i]];
    }
    return keys;
  }

  /** The rows in this order. */
  RowKeys ordered(int[] order) {
    RowKeys keys = new RowKeys();
    keys.devices = List.copyOf(devices);
    keys.numbers.putAll(numbers);
    keys.size = size;
    keys.stamps = new long[size];
    keys.deviceNumbers = new int[size];
    for (int i = 0; i < size; i++) {
      keys.stamps[i] = stamps[order[i]];
      keys.deviceNumbers[i] = deviceNumbers[order[i]];
    }
    return keys;
  }

  /** The first row at or after a timestamp; {@link #size} when there is none. Sorted keys only. */
  int firstAtOrAfter(long stamp) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stamps[middle] < stamp) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first row behind all of the timestamp that this row has. */
  int endOfStamp(int row) {
    int end = row + 1;
    while (end < size && stamps[end] == stamps[row]) {
      end++;
    }
    return end;
  }

  /** The first row of this key; -1 when there is none. Sorted keys only. */
  int find(long stamp, String device) {
    Integer number = numbers.get(device);
    if (number == null) {
      return -1;
    }
    for (int i = firstAtOrAfter(stamp); i < size && stamps[i] == stamp; i++) {
      if (deviceNumbers[i] == number) {
        return i;
      }
    }
    return -1;
  }
}
