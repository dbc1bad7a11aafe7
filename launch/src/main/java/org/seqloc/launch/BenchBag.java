package org.seqloc.launch;

import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.Random;
import nav_msgs.Odometry;
import org.ros.message.Time;
import org.seqloc.bags.Compression;
import org.seqloc.bags.RosbagWriter;
import org.seqloc.core.Progress;
import sensor_msgs.Image;
import std_msgs.Header;

/**
 * What {@code bench bags} reads: a camera's raw images at 30 Hz, shaded surfaces with edges and a
 * sensor's noise, that pass by. Always the same.
 */
final class BenchBag {

  static final String IMAGES = "/camera/image_raw";
  static final String ODOMETRY = "/odom";

  static final int WIDTH = 1280;
  static final int HEIGHT = 720;
  static final int IMAGE_BYTES = 3 * WIDTH * HEIGHT;

  private static final int RATE_HZ = 30;
  private static final int FIRST_SECOND = 1_700_000_000;
  // The picture is cut from a wider one, a few columns further each time.
  private static final int SCENE_WIDTH = 2 * WIDTH;
  private static final int STEP_COLUMNS = 7;
  private static final int TILE = 80;

  private BenchBag() {}

  /** How many images come to so many bytes. */
  static int images(long bytes) {
    return Math.toIntExact((bytes + IMAGE_BYTES - 1) / IMAGE_BYTES);
  }

  /**
   * @param odometry whether there is a pose for each image, received just before it
   */
  static void write(
      Path file, Compression compression, int images, boolean odometry, Progress progress) {
    byte[] scene = scene();
    try (RosbagWriter writer = new RosbagWriter(file, compression)) {
      int poses = odometry ? writer.connect(ODOMETRY, Odometry.TYPE) : -1;
      int camera = writer.connect(IMAGES, Image.TYPE);
      progress.begin("writing " + file.getFileName(), images);
      for (int i = 0; i < images; i++) {
        Time stamp =
            new Time(FIRST_SECOND + i / RATE_HZ, (int) (i % RATE_HZ * 1_000_000_000L / RATE_HZ));
        if (odometry) {
          writer.write(poses, stamp.totalNsecs(), pose(stamp, i));
        }
        // Received a millisecond after its exposure.
        writer.write(camera, stamp.totalNsecs() + 1_000_000, image(stamp, i, scene));
        progress.advance(1);
      }
      progress.end();
    }
  }

  private static void fill(Header header, Time stamp, int seq, String frame) {
    header.setStamp(stamp);
    header.setSeq(seq);
    header.setFrameId(frame);
  }

  private static Odometry pose(Time stamp, int i) {
    Odometry odometry = new Odometry();
    fill(odometry.getHeader(), stamp, i, "odom");
    odometry.getPose().getPose().getPosition().setX(0.02 * i);
    odometry.getPose().getPose().getOrientation().setZ(Math.sin(0.001 * i));
    odometry.getPose().getPose().getOrientation().setW(Math.cos(0.001 * i));
    return odometry;
  }

  private static Image image(Time stamp, int i, byte[] scene) {
    Image image = new Image();
    fill(image.getHeader(), stamp, i, "camera");
    image.setWidth(WIDTH);
    image.setHeight(HEIGHT);
    image.setEncoding("rgb8");
    image.setStep(3 * WIDTH);
    byte[] pixels = new byte[IMAGE_BYTES];
    int column = i * STEP_COLUMNS % (SCENE_WIDTH - WIDTH);
    for (int row = 0; row < HEIGHT; row++) {
      System.arraycopy(scene, 3 * (row * SCENE_WIDTH + column), pixels, 3 * row * WIDTH, 3 * WIDTH);
    }
    image.setData(Unpooled.wrappedBuffer(pixels));
    return image;
  }

  private static byte[] scene() {
    Random random = new Random(1);
    byte[] scene = new byte[3 * SCENE_WIDTH * HEIGHT];
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < SCENE_WIDTH; column++) {
        int tile = 31 * (row / TILE) + 17 * (column / TILE);
        double shade = 20 * Math.sin(0.02 * column) + 20 * Math.cos(0.03 * row + 0.01 * column);
        for (int channel = 0; channel < 3; channel++) {
          double colour = 60 + 37 * ((tile + 3 * channel) % 5);
          // Noise in a quarter of the values: the rest repeats, and compresses.
          double noise = random.nextInt(4) == 0 ? 2 * random.nextGaussian() : 0;
          scene[3 * (row * SCENE_WIDTH + column) + channel] =
              (byte) Math.max(0, Math.min(255, Math.round(colour + shade + noise)));
        }
      }
    }
    return scene;
  }
}
