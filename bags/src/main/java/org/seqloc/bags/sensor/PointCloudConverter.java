package org.seqloc.bags.sensor;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.MessageType;
import sensor_msgs.PointCloud2;
import sensor_msgs.PointField;

/**
 * Point clouds. All fields are kept, in the order of their bytes, with their names and types: x, y,
 * z, intensity, ring, time and whatever else the driver gives. What lies between them is padding
 * and is not. All points are kept, also those of NaN, by which organized clouds, that have rows,
 * mark rays without return; readers of PCD know them.
 */
final class PointCloudConverter implements SensorConverter {

  static final String NO_POINTS = "without points";

  /** PCL's name for padding that is declared. */
  private static final String PADDING = "_";

  /**
   * A field where it is in a point of the message.
   *
   * @param offset bytes from the point's start
   */
  private record Placed(PcdFile.Field field, int offset) {
    int end() {
      return offset + field.bytes();
    }
  }

  /** Bytes of a point that are copied as one. */
  private record Run(int from, int bytes) {}

  @Override
  public MessageType<PointCloud2> type() {
    return PointCloud2.TYPE;
  }

  @Override
  public List<SensorPart> parts() {
    return List.of(SensorPart.of(RecordKind.LIDAR));
  }

  @Override
  public SensorReading read(BagMessage message) {
    PointCloud2 cloud = message.decode(type());
    SensorReading reading = SensorReading.of(cloud.getHeader());
    return cloud.getWidth() == 0 || cloud.getHeight() == 0
        ? reading.without(NO_POINTS)
        : reading.withFile(file(cloud));
  }

  private static byte[] file(PointCloud2 cloud) {
    long width = Integer.toUnsignedLong(cloud.getWidth());
    long height = Integer.toUnsignedLong(cloud.getHeight());
    long pointStep = Integer.toUnsignedLong(cloud.getPointStep());
    // A single row ends where the data do: some drivers leave its step at 0.
    long rowStep = height == 1 ? 0 : Integer.toUnsignedLong(cloud.getRowStep());
    ByteBuf data = cloud.getData();
    // Quotients, since products of such numbers may not fit a long.
    if (pointStep == 0 || width > data.readableBytes() / pointStep) {
      throw new MalformedMessageException(
          String.format(
              "%d points of %d bytes in a row, but %d bytes of data",
              width, pointStep, data.readableBytes()));
    }
    long rowBytes = width * pointStep;
    if (height > 1 && rowStep < rowBytes) {
      throw new MalformedMessageException(
          String.format(
              "a row step of %d bytes for %d points of %d bytes", rowStep, width, pointStep));
    }
    if (height > 1 && height - 1 > (data.readableBytes() - rowBytes) / rowStep) {
      throw new MalformedMessageException(
          String.format(
              "%d rows of %d bytes, but %d bytes of data", height, rowStep, data.readableBytes()));
    }
    List<Placed> fields = fields(cloud.getFields(), (int) pointStep);
    PcdFile file =
        new PcdFile(fields.stream().map(Placed::field).toList(), (int) width, (int) height);
    copy(data, (int) rowStep, (int) rowBytes, (int) pointStep, runs(fields), file);
    if (cloud.getIsBigendian()) {
      swap(file, fields);
    }
    return file.content();
  }

  /** The fields in the order of their bytes, after checking that they lie in a point. */
  private static List<Placed> fields(List<PointField> declared, int pointStep) {
    List<Placed> fields = new ArrayList<>();
    for (PointField field : declared) {
      String name = field.getName().replaceAll("[\\s\\p{Cntrl}]", "_");
      // Drivers of long ago left the count at 0; PCL takes that as 1.
      long count = Math.max(1, Integer.toUnsignedLong(field.getCount()));
      long offset = Integer.toUnsignedLong(field.getOffset());
      int size = size(field, name);
      if (offset > pointStep || count > (pointStep - offset) / size) {
        throw new MalformedMessageException(
            String.format(
                "field %s of %d x %d bytes at %d is not within points of %d bytes",
                name, count, size, offset, pointStep));
      }
      if (!name.isEmpty() && !name.equals(PADDING)) {
        fields.add(
            new Placed(new PcdFile.Field(name, letter(field), size, (int) count), (int) offset));
      }
    }
    for (String axis : List.of("x", "y", "z")) {
      if (fields.stream().noneMatch(f -> f.field().name().equals(axis))) {
        throw new MalformedMessageException("points without a field " + axis);
      }
    }
    fields.sort(Comparator.comparingInt(Placed::offset));
    for (int i = 1; i < fields.size(); i++) {
      if (fields.get(i).offset() < fields.get(i - 1).end()) {
        throw new MalformedMessageException(
            "fields "
                + fields.get(i - 1).field().name()
                + " and "
                + fields.get(i).field().name()
                + " overlap");
      }
    }
    return fields;
  }

  private static int size(PointField field, String name) {
    return switch (field.getDatatype()) {
      case PointField.INT8, PointField.UINT8 -> 1;
      case PointField.INT16, PointField.UINT16 -> 2;
      case PointField.INT32, PointField.UINT32, PointField.FLOAT32 -> 4;
      case PointField.FLOAT64 -> 8;
      default ->
          throw new MalformedMessageException(
              "field " + name + " of the unknown datatype " + (field.getDatatype() & 0xff));
    };
  }

  private static char letter(PointField field) {
    return switch (field.getDatatype()) {
      case PointField.INT8, PointField.INT16, PointField.INT32 -> 'I';
      case PointField.FLOAT32, PointField.FLOAT64 -> 'F';
      default -> 'U';
    };
  }

  /** Fields without padding between them are copied together. */
  private static List<Run> runs(List<Placed> fields) {
    List<Run> runs = new ArrayList<>();
    for (Placed field : fields) {
      int last = runs.size() - 1;
      if (last >= 0 && runs.get(last).from() + runs.get(last).bytes() == field.offset()) {
        runs.set(last, new Run(runs.get(last).from(), field.end() - runs.get(last).from()));
      } else {
        runs.add(new Run(field.offset(), field.field().bytes()));
      }
    }
    return runs;
  }

  private static void copy(
      ByteBuf data, int rowStep, int rowBytes, int pointStep, List<Run> runs, PcdFile file) {
    byte[] out = file.content();
    int to = file.dataStart();
    boolean whole = runs.size() == 1 && runs.get(0).bytes() == pointStep;
    byte[] row = new byte[whole ? 0 : rowBytes];
    for (int from = data.readerIndex(); to < out.length; from += rowStep) {
      if (whole) {
        data.getBytes(from, out, to, rowBytes);
        to += rowBytes;
        continue;
      }
      data.getBytes(from, row);
      for (int point = 0; point < rowBytes; point += pointStep) {
        for (Run run : runs) {
          System.arraycopy(row, point + run.from(), out, to, run.bytes());
          to += run.bytes();
        }
      }
    }
  }

  /** Turns the bytes of every number round. */
  private static void swap(PcdFile file, List<Placed> fields) {
    byte[] bytes = file.content();
    int at = file.dataStart();
    while (at < bytes.length) {
      for (Placed placed : fields) {
        int size = placed.field().size();
        for (int end = at + placed.field().bytes(); at < end; at += size) {
          for (int i = at, j = at + size - 1; i < j; i++, j--) {
            byte first = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = first;
          }
        }
      }
    }
  }
}
