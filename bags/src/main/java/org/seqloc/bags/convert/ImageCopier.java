package org.seqloc.bags.convert;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.seqloc.bags.Bag;
import org.seqloc.bags.BagCursor;
import org.seqloc.bags.BagMessage;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.bags.image.ImageMessages;
import org.seqloc.core.Progress;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.kapture.CameraRecord;
import org.seqloc.core.kapture.KaptureWriter;
import sensor_msgs.CompressedImage;

/**
 * Writes the images of a bag as files: compressed ones byte for byte, others as PNG, which loses
 * nothing. Files are named as kapture's converter does, {@code CAMERA/frame_000000001.png}, counted
 * from 1 for each camera.
 */
final class ImageCopier {

  /** Images that are encoded side by side. */
  private static final int BATCH = 32;

  /** How much of them may be in memory. */
  private static final long BATCH_BYTES = 256L << 20;

  private final Bag bag;
  private final List<CameraTopic> topics;
  private final List<String> sensors;
  private final KaptureWriter writer;
  private final Map<String, Integer> cameraOfTopic = new HashMap<>();
  private final int[] count;

  /**
   * @param sensors the kapture's name of each topic's camera
   */
  ImageCopier(Bag bag, List<CameraTopic> topics, List<String> sensors, KaptureWriter writer) {
    this.bag = bag;
    this.topics = topics;
    this.sensors = sensors;
    this.writer = writer;
    count = new int[topics.size()];
    for (int i = 0; i < topics.size(); i++) {
      cameraOfTopic.put(topics.get(i).imageTopic(), i);
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

  List<CameraRecord> copy(Progress progress) {
    Set<String> wanted = cameraOfTopic.keySet();
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
    return records;
  }

  private void write(List<BagMessage> batch, List<CameraRecord> records) {
    List<Encoded> files = batch.parallelStream().map(this::encode).toList();
    for (int i = 0; i < files.size(); i++) {
      int camera = cameraOfTopic.get(batch.get(i).connection().topic());
      Encoded file = files.get(i);
      String path =
          String.format("%s/frame_%09d.%s", sensors.get(camera), ++count[camera], file.extension);
      try {
        writer.image(path, file.bytes);
        records.add(new CameraRecord(file.stampNanos, sensors.get(camera), path));
      } catch (IllegalArgumentException e) {
        throw new SeqlocException(bag.path() + ": " + e.getMessage(), e);
      }
    }
  }

  private Encoded encode(BagMessage message) {
    CameraTopic topic = topics.get(cameraOfTopic.get(message.connection().topic()));
    String name = bag.path() + ": " + topic.imageTopic();
    if (!topic.compressed()) {
      sensor_msgs.Image raw = message.decode(sensor_msgs.Image.TYPE);
      Image image = ImageMessages.decode(name, raw);
      return new Encoded(raw.getHeader().getStamp().totalNsecs(), ImageEncoder.png(image), "png");
    }
    CompressedImage compressed = message.decode(CompressedImage.TYPE);
    // What does not decode is found here, not when the dataset is used.
    ImageMessages.decode(name, compressed);
    ByteBuf data = compressed.getData();
    byte[] bytes = new byte[data.readableBytes()];
    data.readBytes(bytes);
    boolean png = (bytes[0] & 0xff) == 0x89;
    return new Encoded(compressed.getHeader().getStamp().totalNsecs(), bytes, png ? "png" : "jpg");
  }
}
