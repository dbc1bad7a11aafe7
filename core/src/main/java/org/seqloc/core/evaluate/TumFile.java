package org.seqloc.core.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.WholeFile;
import org.seqloc.core.geometry.Pose;
import org.seqloc.core.geometry.Quaternion;
import org.seqloc.core.geometry.Vector3;

/**
 * Trajectories as text, one pose a line: {@code stamp tx ty tz qx qy qz qw}, the format of the TUM
 * RGB-D benchmark that evo and others read. Stamps are seconds; {@code #} starts a comment.
 *
 * <p>Stamps go between text and integer nanoseconds without passing through double, and doubles are
 * written so that they read back bit for bit.
 */
public final class TumFile {

  private static final int COLUMNS = 8;

  /** No number in such a file is longer; bounds the work a hostile line can cause. */
  private static final int MAX_NUMBER_LENGTH = 64;

  /** How far from one the length of a quaternion may be: files with few decimals are usual. */
  private static final double QUATERNION_TOLERANCE = 0.01;

  private TumFile() {}

  /**
   * Reads a whole trajectory.
   *
   * @throws SeqlocException naming file and line, when a line is not a pose, or its stamp not after
   *     the one before
   */
  public static Trajectory read(Path file) throws IOException {
    List<StampedPose> poses = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String content = line.strip();
        if (content.isEmpty() || content.startsWith("#")) {
          continue;
        }
        String where = file + ":" + number + ": ";
        StampedPose pose = parse(content, where);
        if (!poses.isEmpty()) {
          long previous = poses.get(poses.size() - 1).stampNanos();
          if (pose.stampNanos() <= previous) {
            throw new SeqlocException(
                where
                    + "stamp "
                    + seconds(pose.stampNanos())
                    + " is not after the one before, "
                    + seconds(previous)
                    + "; sort the file by its first column and remove repeated stamps");
          }
        }
        poses.add(pose);
      }
    } catch (MalformedInputException e) {
      throw new SeqlocException(file + ": not a text file in UTF-8, so not a TUM trajectory", e);
    }
    return new Trajectory(poses);
  }

  /** Writes the trajectory, replacing the file at once when it is complete. */
  public static void write(Path file, Trajectory trajectory) throws IOException {
    StringBuilder text = new StringBuilder(128 * (trajectory.size() + 1));
    text.append("# stamp[s] tx ty tz qx qy qz qw (map from body)\n");
    for (StampedPose pose : trajectory.poses()) {
      Vector3 t = pose.mapFromBody().translation();
      Quaternion q = pose.mapFromBody().rotation();
      text.append(seconds(pose.stampNanos()));
      for (double value : new double[] {t.x(), t.y(), t.z(), q.x(), q.y(), q.z(), q.w()}) {
        text.append(' ').append(value);
      }
      text.append('\n');
    }
    WholeFile.write(file, text.toString());
  }

  /** The stamp in seconds with exactly nine decimals. */
  public static String seconds(long stampNanos) {
    return BigDecimal.valueOf(stampNanos, 9).toPlainString();
  }

  private static StampedPose parse(String line, String where) {
    String[] columns = line.split("[\\s,]+");
    if (columns.length != COLUMNS) {
      throw new SeqlocException(
          where
              + "expected 8 numbers (stamp tx ty tz qx qy qz qw), found "
              + columns.length
              + " columns");
    }
    for (String column : columns) {
      if (column.length() > MAX_NUMBER_LENGTH) {
        throw new SeqlocException(
            where + "a number of " + column.length() + " characters; is this a TUM trajectory?");
      }
    }
    long stampNanos = nanos(columns[0], where);
    double[] v = new double[COLUMNS - 1];
    for (int i = 0; i < v.length; i++) {
      v[i] = number(columns[i + 1], where);
    }
    double norm = Math.sqrt(v[3] * v[3] + v[4] * v[4] + v[5] * v[5] + v[6] * v[6]);
    if (!(Math.abs(norm - 1) <= QUATERNION_TOLERANCE)) {
      throw new SeqlocException(
          where
              + "columns 5 to 8 are no rotation: the quaternion (qx qy qz qw) has length "
              + norm
              + ", not 1");
    }
    return new StampedPose(
        stampNanos,
        new Pose(new Quaternion(v[6], v[3], v[4], v[5]), new Vector3(v[0], v[1], v[2])));
  }

  private static double number(String text, String where) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new SeqlocException(where + "'" + text + "' is not a number", e);
    }
    if (!Double.isFinite(value)) {
      throw new SeqlocException(where + "'" + text + "' is not a finite number");
    }
    return value;
  }

  /** Seconds as text to nanoseconds; decimals beyond the ninth are rounded. */
  private static long nanos(String text, String where) {
    BigDecimal seconds;
    try {
      seconds = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new SeqlocException(where + "stamp '" + text + "' is not a number of seconds", e);
    }
    // Decimal places left of the point. Looked at before rescaling: 1e999999999 is short as text
    // and a gigabyte as an integer.
    long digits = (long) seconds.precision() - seconds.scale();
    if (seconds.signum() == 0 || digits < -9) {
      return 0;
    }
    if (digits <= 10) {
      BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.HALF_EVEN);
      if (nanos.toBigInteger().bitLength() < Long.SIZE) {
        return nanos.longValueExact();
      }
    }
    throw new SeqlocException(
        where
            + "stamp "
            + text
            + " s is beyond the range of nanoseconds in 64 bits; is it in nanoseconds instead?");
  }
}
