package org.seqloc.bags.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.image.DepthMessages;
import org.seqloc.bags.image.FileType;
import org.seqloc.bags.image.ImageFile;
import org.seqloc.bags.image.ImageFiles;
import org.seqloc.bags.sensor.SensorStamps;
import org.seqloc.bags.sensor.StampSet;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.image.DepthMap;
import org.seqloc.core.image.ImageFormat;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.KaptureWriter;
import sensor_msgs.CompressedImage;
import std_msgs.Header;

/**
 * Writes the images of a bag as files: JPEG and PNG byte for byte, others as PNG, which loses
 * nothing, or as JPEG on request; depth maps as kapture has them. Files are named as kapture's
 * converter does, {@code CAMERA/frame_000000001.png}, counted from 1 for each camera. Which image
 * gets which name does not depend on how far an earlier run came, and files that are there are not
 * made again.
 */
final class ImageCopier {

  private static final String DAMAGED = "damaged";

  /**
   * A topic and the camera of the kapture that it becomes.
   *
   * @param depth whether its images are depth maps
   * @param calibration empty when it is not known
   */
  record Source(CameraTopic topic, boolean depth, String sensor, Optional<Camera> calibration) {}

  /**
   * Which images, and how they are written.
   *
   * @param every each so-many-th frame
   * @param minDistanceMeters frames nearer than this to the last one are left out; 0 for none
   * @param format of images that are not compressed yet
   * @param stamps which times of messages count
   */
  record Style(int every, double minDistanceMeters, ImageFormat format, SensorStamps stamps) {}

  private static final class Output {
    final Source source;
    final StampSet stamps = new StampSet();

    Output(Source source) {
      this.source = source;
    }
  }

  private final Bag bag;
  private final Style style;
  private final KaptureWriter writer;
  private final ConversionReport report;
  private final Map<String, Output> outputs = new TreeMap<>();

  ImageCopier(
      Bag bag, List<Source> sources, Style style, KaptureWriter writer, ConversionReport report) {
    this.bag = bag;
    this.style = style;
    this.writer = writer;
    this.report = report;
    sources.forEach(source -> outputs.put(source.topic().imageTopic(), new Output(source)));
  }

  /**
   * @param worldFromBody at a stamp, for frames that are chosen by distance
   * @return the images that were written; those that were left out are in the report
   * @throws SeqlocException when an image is not of the calibrated size, or cannot be written
   */
  List<CameraRecord> copy(LongFunction<Optional<Pose>> worldFromBody, Progress progress) {
    Set<String> wanted = outputs.keySet();
    if (wanted.isEmpty()) {
      return List.of();
    }
    Optional<FrameSelection> selection =
        style.every() > 1 || style.minDistanceMeters() > 0
            ? Optional.of(select(wanted, worldFromBody))
            : Optional.empty();
    progress.begin("writing images", wanted.stream().mapToLong(bag::messageCount).sum());
    List<CameraRecord> records = new ArrayList<>();
    Set<String> broken = ConcurrentHashMap.newKeySet();
    try (BagCursor messages = bag.messages(wanted);
        ParallelWork work = new ParallelWork()) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        Output output = outputs.get(message.connection().topic());
        Optional<CameraRecord> record = place(message, output, selection);
        if (record.isPresent()) {
          records.add(record.get());
        }
        if (record.isPresent() && !writer.has(record.get().imagePath())) {
          work.add(
              bytes(message, output),
              () -> {
                if (!write(message, output, record.get())) {
                  broken.add(record.get().imagePath());
                }
              });
        }
        // Few images wait: what is handed over is as good as written.
        progress.advance(1);
      }
      work.finish();
    }
    progress.end();
    records.removeIf(record -> broken.contains(record.imagePath()));
    for (CameraRecord record : records) {
      topicOf(record.camera()).take(1);
    }
    checkAny(records);
    return records;
  }

  /** What a task of the message begins with, or decodes to where that is known and more. */
  private static long bytes(BagMessage message, Output output) {
    long bytes = message.payload().readableBytes();
    return output.source.depth() && output.source.topic().compressed()
        ? Math.max(bytes, DepthMessages.decodedBytes(message.decode(CompressedImage.TYPE)))
        : bytes;
  }

  /** Nothing of many is no dataset that anybody wants. */
  private void checkAny(List<CameraRecord> records) {
    for (String topic : outputs.keySet()) {
      ConversionReport.Row row = report.row(topic);
      if (records.isEmpty() && !row.left().isEmpty()) {
        String reason = row.left().keySet().iterator().next();
        throw new SeqlocException(
            row.example(reason)
                .orElse(bag.path() + ": " + topic + ": no image can be taken: " + reason));
      }
    }
  }

  private ConversionReport.Row topicOf(String sensor) {
    return outputs.entrySet().stream()
        .filter(entry -> entry.getValue().source.sensor().equals(sensor))
        .map(entry -> report.row(entry.getKey()))
        .findFirst()
        .orElseThrow();
  }

  private FrameSelection select(Set<String> wanted, LongFunction<Optional<Pose>> worldFromBody) {
    Map<String, List<Long>> stamps = new HashMap<>();
    try (BagCursor messages = bag.messages(wanted)) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        Output output = outputs.get(message.connection().topic());
        try {
          stamp(message, output)
              .ifPresent(
                  stamp ->
                      stamps
                          .computeIfAbsent(output.source.sensor(), s -> new ArrayList<>())
                          .add(stamp));
        } catch (SeqlocException e) {
          // Damaged: told when it is to be written.
        }
      }
    }
    return new FrameSelection(stamps, style.every(), style.minDistanceMeters(), worldFromBody);
  }

  /**
   * @throws SeqlocException when the message is damaged
   */
  private Header header(BagMessage message, Output output) {
    return output.source.topic().compressed()
        ? message.decode(CompressedImage.TYPE).getHeader()
        : message.decode(sensor_msgs.Image.TYPE).getHeader();
  }

  /** When the image was taken; empty when nobody has said. */
  private Optional<Long> stamp(BagMessage message, Output output) {
    return style
        .stamps()
        .of(header(message, output).getStamp().totalNsecs(), message.receiptNanos());
  }

  /** The record of an image that is taken, its file not yet made. */
  private Optional<CameraRecord> place(
      BagMessage message, Output output, Optional<FrameSelection> selection) {
    ConversionReport.Row row = report.row(message.connection().topic());
    String sensor = output.source.sensor();
    Optional<Long> stamp;
    String extension;
    try {
      stamp = stamp(message, output);
      extension = extension(message, output);
    } catch (SeqlocException e) {
      row.leave(DAMAGED, e.getMessage());
      return Optional.empty();
    }
    if (stamp.isEmpty()) {
      row.leave("without stamp (--stamps receipt takes the time of receipt)");
      return Optional.empty();
    }
    if (selection.isPresent() && !selection.get().takes(sensor, stamp.get())) {
      row.leave("not chosen by --video-step or --min-distance");
      return Optional.empty();
    }
    if (!output.stamps.add(stamp.get())) {
      row.leave("the stamp of another image");
      return Optional.empty();
    }
    String path = String.format("%s/frame_%09d.%s", sensor, output.stamps.size(), extension);
    return Optional.of(new CameraRecord(stamp.get(), sensor, path));
  }

  private String extension(BagMessage message, Output output) {
    if (output.source.depth()) {
      return DepthMap.EXTENSION;
    }
    Optional<FileType> passed =
        output.source.topic().compressed()
            ? ImageFiles.passedOn(message.decode(CompressedImage.TYPE))
            : Optional.empty();
    return passed.map(FileType::extension).orElse(style.format().extension());
  }

  /**
   * @return false when it is no image, which is in the report
   */
  private boolean write(BagMessage message, Output output, CameraRecord record) {
    Source source = output.source;
    String topic = bag.path() + ": " + source.topic().imageTopic();
    try {
      if (source.depth()) {
        writeDepth(topic, message, source, record);
      } else {
        writeImage(topic, message, source, record);
      }
      return true;
    } catch (DamagedImageException e) {
      report.row(message.connection().topic()).leave(DAMAGED, e.getMessage());
      return false;
    }
  }

  private void writeImage(String topic, BagMessage message, Source source, CameraRecord record) {
    ImageFile file =
        decoded(
            () ->
                source.topic().compressed()
                    ? ImageFiles.of(topic, message.decode(CompressedImage.TYPE), style.format())
                    : ImageFiles.of(topic, message.decode(sensor_msgs.Image.TYPE), style.format()));
    checkSize(topic, source, file.width(), file.height());
    if (!record.imagePath().endsWith("." + file.type().extension())) {
      throw new IllegalStateException(record.imagePath() + " is a file of " + file.type());
    }
    writer.image(record.imagePath(), file.bytes());
  }

  private void writeDepth(String topic, BagMessage message, Source source, CameraRecord record) {
    DepthMap map =
        decoded(
            () ->
                source.topic().compressed()
                    ? DepthMessages.decode(topic, message.decode(CompressedImage.TYPE))
                    : DepthMessages.decode(topic, message.decode(sensor_msgs.Image.TYPE)));
    checkSize(topic, source, map.width(), map.height());
    writer.image(record.imagePath(), map.toBytes());
  }

  /** One image that is damaged, which ends nothing. */
  private static final class DamagedImageException extends RuntimeException {
    DamagedImageException(SeqlocException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static <T> T decoded(Supplier<T> image) {
    try {
      return image.get();
    } catch (SeqlocException e) {
      throw new DamagedImageException(e);
    }
  }

  private static void checkSize(String topic, Source source, int width, int height) {
    source
        .calibration()
        .filter(c -> c.width() != width || c.height() != height)
        .ifPresent(
            c -> {
              throw new SeqlocException(
                  String.format(
                      "%s: images of %d x %d, but a calibration for %d x %d; calibrate anew, or"
                          + " give the right one by --rig KAPTURE",
                      topic, width, height, c.width(), c.height()));
            });
  }
}
