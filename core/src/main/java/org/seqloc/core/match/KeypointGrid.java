package org.seqloc.core.match;

import org.seqloc.core.feature.LocalFeatures;

/**
 * The keypoints of one image sorted into square cells, so that those near a pixel are found without
 * looking at all.
 */
final class KeypointGrid {

  private static final int CELL_PX = 32;

  private final LocalFeatures features;
  private final int columns;
  private final int rows;

  /**
   * Keypoints of cell c are {@code keypoints[firstOfCell[c]] .. keypoints[firstOfCell[c + 1] - 1]}.
   */
  private final int[] firstOfCell;

  private final int[] keypoints;

  KeypointGrid(LocalFeatures features, int width, int height) {
    this.features = features;
    columns = width / CELL_PX + 1;
    rows = height / CELL_PX + 1;
    firstOfCell = new int[columns * rows + 1];
    for (int i = 0; i < features.count(); i++) {
      firstOfCell[cell(i) + 1]++;
    }
    for (int c = 0; c < columns * rows; c++) {
      firstOfCell[c + 1] += firstOfCell[c];
    }
    keypoints = new int[features.count()];
    int[] next = firstOfCell.clone();
    for (int i = 0; i < features.count(); i++) {
      keypoints[next[cell(i)]++] = i;
    }
  }

  /**
   * Writes the indices of the keypoints within {@code radius} pixels to {@code found}, which must
   * have room for all keypoints of the image.
   *
   * @return how many there are
   */
  int near(double x, double y, double radius, int[] found) {
    int count = 0;
    int lastRow = row(y + radius);
    int lastColumn = column(x + radius);
    for (int r = row(y - radius); r <= lastRow; r++) {
      for (int c = column(x - radius); c <= lastColumn; c++) {
        int cell = r * columns + c;
        for (int k = firstOfCell[cell]; k < firstOfCell[cell + 1]; k++) {
          int i = keypoints[k];
          double dx = features.x(i) - x;
          double dy = features.y(i) - y;
          if (dx * dx + dy * dy <= radius * radius) {
            found[count++] = i;
          }
        }
      }
    }
    return count;
  }

  private int cell(int keypoint) {
    return row(features.y(keypoint)) * columns + column(features.x(keypoint));
  }

  private int row(double y) {
    return (int) Math.min(rows - 1.0, Math.max(0, y / CELL_PX));
  }

  private int column(double x) {
    return (int) Math.min(columns - 1.0, Math.max(0, x / CELL_PX));
  }
}
