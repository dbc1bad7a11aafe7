package org.seqloc.bags.image;

import org.seqloc.bags.image.RosCalibration.Readout;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import sensor_msgs.CameraInfo;
import sensor_msgs.RegionOfInterest;

/** ROS's calibration messages and core's cameras. */
public final class CameraInfos {

  private CameraInfos() {}

  /**
   * The camera of the image that was published with this calibration: raw, that is distorted, after
   * the cut to the region of interest and the binning.
   *
   * @param topic names the calibration in errors
   * @throws SeqlocException when the camera is not calibrated, its region does not lie in its image
   *     or its distortion model is none of core's
   */
  public static Camera toCamera(String topic, CameraInfo info) {
    return RosCalibration.toCamera(
        topic, info.getDistortionModel(), info.getD(), info.getK(), readout(topic, info));
  }

  private static Readout readout(String topic, CameraInfo info) {
    long fullWidth = Integer.toUnsignedLong(info.getWidth());
    long fullHeight = Integer.toUnsignedLong(info.getHeight());
    RegionOfInterest roi = info.getRoi();
    long x = Integer.toUnsignedLong(roi.getXOffset());
    long y = Integer.toUnsignedLong(roi.getYOffset());
    long width = Integer.toUnsignedLong(roi.getWidth());
    long height = Integer.toUnsignedLong(roi.getHeight());
    long binX = Math.max(1, Integer.toUnsignedLong(info.getBinningX()));
    long binY = Math.max(1, Integer.toUnsignedLong(info.getBinningY()));
    // A region without size reaches to the end of the image.
    width = width == 0 ? fullWidth - x : width;
    height = height == 0 ? fullHeight - y : height;
    boolean empty = width < binX || height < binY;
    boolean outside = x + width > fullWidth || y + height > fullHeight;
    if (empty || outside || fullWidth > Integer.MAX_VALUE || fullHeight > Integer.MAX_VALUE) {
      throw new SeqlocException(
          String.format(
              "%s: region of %d x %d at %d, %d binned %d x %d is none of an image of %d x %d;"
                  + " mend the publisher",
              topic, width, height, x, y, binX, binY, fullWidth, fullHeight));
    }
    return new Readout((int) (width / binX), (int) (height / binY), x, y, binX, binY);
  }

  /**
   * The calibration of a raw image that is neither cut nor binned. There is no rectification: R is
   * the identity and P repeats K. Models that ROS lacks and can express come back as the more
   * general one: RADIAL as OPENCV, for example.
   *
   * @throws SeqlocException when ROS has no distortion model for the camera
   */
  public static CameraInfo of(std_msgs.Header header, Camera camera) {
    double[] k = RosCalibration.intrinsics(camera);
    CameraInfo info = new CameraInfo();
    info.setHeader(header);
    info.setWidth(camera.width());
    info.setHeight(camera.height());
    info.setDistortionModel(RosCalibration.distortionModel(camera));
    info.setD(RosCalibration.coefficients(camera));
    info.setK(k);
    info.setR(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    info.setP(new double[] {k[0], 0, k[2], 0, 0, k[4], k[5], 0, 0, 0, 1, 0});
    return info;
  }
}
