package org.seqloc.core.feature;

import java.nio.FloatBuffer;
import org.seqloc.core.image.Image;

/**
 * An image as networks take it: three planes of floats, normalized by the mean and deviation of
 * ImageNet as torchvision does.
 */
final class NetworkImage {

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  private final int width;
  private final int height;

  /** Red, green, blue, each height x width. */
  private final float[][] planes;

  private NetworkImage(int width, int height, float[][] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
  }

  /** A grey image gives three planes of the same grey. */
  static NetworkImage normalized(Image image) {
    int count = image.width() * image.height();
    float[][] planes = new float[3][count];
    byte[] pixels = image.pixels();
    int channels = image.channels();
    for (int c = 0; c < 3; c++) {
      float[] plane = planes[c];
      for (int i = 0, at = channels == 3 ? c : 0; i < count; i++, at += channels) {
        plane[i] = ((pixels[at] & 0xff) / 255f - MEAN[c]) / DEVIATION[c];
      }
    }
    return new NetworkImage(image.width(), image.height(), planes);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  void copyTo(FloatBuffer buffer) {
    for (int c = 0; c < 3; c++) {
      buffer.put(c * width * height, planes[c]);
    }
  }

  /**
   * Bilinear interpolation with the borders aligned and no smoothing, as torch's {@code
   * interpolate} with {@code align_corners=False}: pixel x comes from {@code (x + 0.5) * oldWidth /
   * width - 0.5}.
   */
  NetworkImage resized(int newWidth, int newHeight) {
    Taps columns = Taps.of(width, newWidth);
    Taps rows = Taps.of(height, newHeight);
    float[][] resized = new float[3][newWidth * newHeight];
    for (int c = 0; c < 3; c++) {
      float[] from = planes[c];
      float[] to = resized[c];
      for (int y = 0; y < newHeight; y++) {
        int upper = rows.first[y] * width;
        int lower = rows.second[y] * width;
        float down = rows.weight[y];
        for (int x = 0; x < newWidth; x++) {
          int left = columns.first[x];
          int right = columns.second[x];
          float across = columns.weight[x];
          float top = from[upper + left] * (1 - across) + from[upper + right] * across;
          float bottom = from[lower + left] * (1 - across) + from[lower + right] * across;
          to[y * newWidth + x] = top * (1 - down) + bottom * down;
        }
      }
    }
    return new NetworkImage(newWidth, newHeight, resized);
  }

  /** For each new place the two old ones it lies between and the weight of the second. */
  private static final class Taps {
    final int[] first;
    final int[] second;
    final float[] weight;

    Taps(int count) {
      first = new int[count];
      second = new int[count];
      weight = new float[count];
    }

    static Taps of(int oldSize, int newSize) {
      Taps taps = new Taps(newSize);
      float step = (float) oldSize / newSize;
      for (int i = 0; i < newSize; i++) {
        float place = Math.max(0, (i + 0.5f) * step - 0.5f);
        taps.first[i] = Math.min((int) place, oldSize - 1);
        taps.second[i] = Math.min(taps.first[i] + 1, oldSize - 1);
        taps.weight[i] = place - taps.first[i];
      }
      return taps;
    }
  }
}
