package org.seqloc.core.kapture;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table records_SOMETHING.txt of a kind that the format leaves open, kept line by line as it is,
 * comments and order too; a line takes its bytes and 12 more.
 */
public final class VerbatimTable {

  private final String fileName;
  private final StringColumn lines;

  private VerbatimTable(String fileName, StringColumn lines) {
    this.fileName = fileName;
    this.lines = lines;
  }

  /** The file within sensors. */
  public String fileName() {
    return fileName;
  }

  /** All lines, without their ends; made as they are looked at. */
  public List<String> lines() {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return lines.get(Objects.checkIndex(index, lines.size()));
      }

      @Override
      public int size() {
        return lines.size();
      }
    };
  }

  /** The number of lines that are neither blank nor comments. */
  public int rows() {
    return (int) lines().stream().filter(line -> !KaptureText.isComment(line)).count();
  }

  /** The timestamp of a line, when it starts with one and a device as all tables of records do. */
  static OptionalLong stampOf(String line) {
    List<String> values = KaptureText.split(line);
    if (values.size() < 2) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(KaptureText.stamp(values.get(0)));
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  /** The device of a line, when {@link #stampOf} it is there. */
  static Optional<String> deviceOf(String line) {
    return stampOf(line).isPresent()
        ? Optional.of(KaptureText.split(line).get(1))
        : Optional.empty();
  }

  /** The line with another device. */
  static String withDevice(String line, String device) {
    List<String> values = new ArrayList<>(KaptureText.split(line));
    values.set(1, device);
    return String.join(", ", values);
  }

  static final class Builder {
    private final StringColumn lines = new StringColumn();

    Builder add(String line) {
      lines.add(line);
      return this;
    }

    VerbatimTable build(String fileName) {
      return new VerbatimTable(fileName, lines);
    }
  }
}
