package org.seqloc.core.kapture;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The exposures of a table of images, made as they are looked at; each costs 8 bytes. */
final class Exposures extends AbstractList<Exposure> implements RandomAccess {

  private final RecordTable images;
  private final List<String> tops;
  private final int[] topOfDevice;
  private final IntList starts;
  private final IntList topNumbers;

  private Exposures(
      RecordTable images,
      List<String> tops,
      int[] topOfDevice,
      IntList starts,
      IntList topNumbers) {
    this.images = images;
    this.tops = tops;
    this.topOfDevice = topOfDevice;
    this.starts = starts;
    this.topNumbers = topNumbers;
  }

  /**
   * @param top the device whose exposures hold a camera's images
   */
  static Exposures of(RecordTable images, UnaryOperator<String> top) {
    List<String> devices = images.devices();
    List<String> tops = new ArrayList<>(new TreeSet<>(devices.stream().map(top).toList()));
    Map<String, Integer> numbers = new HashMap<>();
    tops.forEach(name -> numbers.put(name, numbers.size()));
    int[] topOfDevice = devices.stream().mapToInt(d -> numbers.get(top.apply(d))).toArray();
    IntList starts = new IntList();
    IntList topNumbers = new IntList();
    int end;
    for (int start = 0; start < images.size(); start = end) {
      end = images.keys().endOfStamp(start);
      TreeSet<Integer> present = new TreeSet<>();
      for (int row = start; row < end; row++) {
        present.add(topOfDevice[images.keys().deviceNumber(row)]);
      }
      for (int number : present) {
        starts.add(start);
        topNumbers.add(number);
      }
    }
    return new Exposures(images, tops, topOfDevice, starts, topNumbers);
  }

  @Override
  public Exposure get(int index) {
    Objects.checkIndex(index, starts.size());
    int start = starts.get(index);
    List<CameraRecord> records = new ArrayList<>();
    int end = images.keys().endOfStamp(start);
    for (int row = start; row < end; row++) {
      if (topOfDevice[images.keys().deviceNumber(row)] == topNumbers.get(index)) {
        records.add(camera(images, row));
      }
    }
    return new Exposure(images.stampNanos(start), tops.get(topNumbers.get(index)), records);
  }

  @Override
  public int size() {
    return starts.size();
  }

  private static CameraRecord camera(RecordTable images, int row) {
    return new CameraRecord(images.stampNanos(row), images.device(row), images.values(row));
  }

  /** A table of images as a list. */
  static final class Cameras extends AbstractList<CameraRecord> implements RandomAccess {
    private final RecordTable images;

    Cameras(RecordTable images) {
      this.images = images;
    }

    @Override
    public CameraRecord get(int index) {
      Objects.checkIndex(index, images.size());
      return camera(images, index);
    }

    @Override
    public int size() {
      return images.size();
    }
  }
}
