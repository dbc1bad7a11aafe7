package org.seqloc.bags.convert;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.image.FileType;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageDecoder;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.KaptureWriter;
import sensor_msgs.CompressedImage;
import std_msgs.Header;

/**
 * Writes the images of a bag as files: JPEG and PNG byte for byte, others as PNG, which loses
 * nothing. Files are named as kapture's converter does, {@code CAMERA/frame_000000001.png}, counted
 * from 1 for each camera.
 */
final class ImageCopier {

  /** Images that are encoded side by side. */
  private static final int BATCH = 32;

  /** How much of them may be in memory. */
  private static final long BATCH_BYTES = 256L << 20;

  /** A stamp of 0 is a time only in a recording that begins there. */
  private static final long MAX_START_NANOS = 1_000_000_000L;

  /**
   * A topic and the camera of the kapture that it becomes.
   *
   * @param calibration empty when it is not known
   */
  record Source(CameraTopic topic, String sensor, Optional<Camera> calibration) {}

  private final Bag bag;
  private final KaptureWriter writer;
  private final Map<String, Output> outputs = new TreeMap<>();

  /** What was written of a topic. */
  private static final class Output {
    final Source source;
    final Set<Long> stamps = new HashSet<>();
    long repeated;

    Output(Source source) {
      this.source = source;
    }
  }

  private static final class Encoded {
    final long stampNanos;
    final byte[] bytes;
    final String extension;

    Encoded(long stampNanos, byte[] bytes, String extension) {
      this.stampNanos = stampNanos;
      this.bytes = bytes;
      this.extension = extension;
    }
  }

  ImageCopier(Bag bag, List<Source> sources, KaptureWriter writer) {
    this.bag = bag;
    this.writer = writer;
    sources.forEach(source -> outputs.put(source.topic().imageTopic(), new Output(source)));
  }

  /**
   * @param remark told what the user should know
   * @throws SeqlocException when an image does not decode, is not of the calibrated size or has no
   *     stamp
   */
  List<CameraRecord> copy(Progress progress, Consumer<String> remark) {
    Set<String> wanted = outputs.keySet();
    progress.begin("writing images", wanted.stream().mapToLong(bag::messageCount).sum());
    List<CameraRecord> records = new ArrayList<>();
    List<BagMessage> batch = new ArrayList<>();
    long bytes = 0;
    try (BagCursor messages = bag.messages(wanted)) {
      while (messages.hasNext()) {
        BagMessage message = messages.next();
        batch.add(message);
        bytes += message.payload().readableBytes();
        if (batch.size() == BATCH || bytes > BATCH_BYTES || !messages.hasNext()) {
          write(batch, records);
          progress.advance(batch.size());
          batch.clear();
          bytes = 0;
        }
      }
    }
    progress.end();
    outputs.forEach(
        (topic, output) -> {
          if (output.repeated > 0) {
            remark.accept(
                topic + ": left out " + output.repeated + " images with the stamp of another");
          }
        });
    return records;
  }

  private void write(List<BagMessage> batch, List<CameraRecord> records) {
    List<Encoded> files = batch.parallelStream().map(this::encode).toList();
    for (int i = 0; i < files.size(); i++) {
      Output output = outputs.get(batch.get(i).connection().topic());
      Encoded file = files.get(i);
      if (!output.stamps.add(file.stampNanos)) {
        output.repeated++;
        continue;
      }
      String sensor = output.source.sensor();
      String path = String.format("%s/frame_%09d.%s", sensor, output.stamps.size(), file.extension);
      try {
        writer.image(path, file.bytes);
        records.add(new CameraRecord(file.stampNanos, sensor, path));
      } catch (IllegalArgumentException e) {
        throw new SeqlocException(bag.path() + ": " + e.getMessage(), e);
      }
    }
  }

  private Encoded encode(BagMessage message) {
    Source source = outputs.get(message.connection().topic()).source;
    String topic = bag.path() + ": " + source.topic().imageTopic();
    if (!source.topic().compressed()) {
      sensor_msgs.Image raw = message.decode(sensor_msgs.Image.TYPE);
      Image image = ImageMessages.decode(topic, raw);
      return encoded(message, source, raw.getHeader(), image, Optional.empty());
    }
    CompressedImage compressed = message.decode(CompressedImage.TYPE);
    // What does not decode is found here, not when the dataset is used.
    Image image = ImageMessages.decode(topic, compressed);
    ByteBuf data = compressed.getData();
    byte[] file = new byte[data.readableBytes()];
    data.readBytes(file);
    // A mosaic that was compressed as grey shows its colours only to whoever knows its format.
    boolean asItIs =
        !compressed.getFormat().startsWith("bayer_")
            || ImageDecoder.decode(file, topic).channels() == image.channels();
    return encoded(
        message, source, compressed.getHeader(), image, Optional.of(file).filter(f -> asItIs));
  }

  private Encoded encoded(
      BagMessage message, Source source, Header header, Image image, Optional<byte[]> file) {
    long stamp = header.getStamp().totalNsecs();
    String name = bag.path() + ": " + source.topic().imageTopic();
    if (stamp == 0 && message.receiptNanos() > MAX_START_NANOS) {
      throw new SeqlocException(
          name + ": an image without stamp; have the driver stamp images when they are taken");
    }
    source
        .calibration()
        .filter(c -> c.width() != image.width() || c.height() != image.height())
        .ifPresent(
            c -> {
              throw new SeqlocException(
                  String.format(
                      "%s: images of %d x %d, but a calibration for %d x %d; calibrate anew, or"
                          + " give the right one by --rig KAPTURE",
                      name, image.width(), image.height(), c.width(), c.height()));
            });
    Optional<FileType> type = file.flatMap(FileType::of);
    return type.isPresent()
        ? new Encoded(stamp, file.get(), type.get().extension())
        : new Encoded(stamp, ImageEncoder.png(image), FileType.PNG.extension());
  }
}
