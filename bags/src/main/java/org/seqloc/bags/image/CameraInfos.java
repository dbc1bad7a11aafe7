package org.seqloc.bags.image;

import org.seqloc.core.SeqlocException;
import org.seqloc.core.geometry.Camera;
import sensor_msgs.CameraInfo;
import sensor_msgs.RegionOfInterest;
import std_msgs.Header;

/** Calibrations from and to {@code sensor_msgs/CameraInfo}. */
public final class CameraInfos {

  private static final int MAX_SIDE = 100_000;

  private CameraInfos() {}

  /**
   * The camera of the raw images, as they come out of region of interest and binning.
   *
   * @param topic named in errors
   * @throws SeqlocException when the camera is not calibrated, its model is none of ours, or its
   *     sizes make no sense
   */
  public static Camera toCamera(String topic, CameraInfo info) {
    long binX = Math.max(1, Integer.toUnsignedLong(info.getBinningX()));
    long binY = Math.max(1, Integer.toUnsignedLong(info.getBinningY()));
    RegionOfInterest roi = info.getRoi();
    // A region of no size is the whole sensor.
    boolean whole = roi.getWidth() == 0 || roi.getHeight() == 0;
    long x = whole ? 0 : Integer.toUnsignedLong(roi.getXOffset());
    long y = whole ? 0 : Integer.toUnsignedLong(roi.getYOffset());
    long fullWidth = Integer.toUnsignedLong(info.getWidth());
    long fullHeight = Integer.toUnsignedLong(info.getHeight());
    long regionWidth = whole ? fullWidth : Integer.toUnsignedLong(roi.getWidth());
    long regionHeight = whole ? fullHeight : Integer.toUnsignedLong(roi.getHeight());
    if (x + regionWidth > fullWidth || y + regionHeight > fullHeight) {
      throw new SeqlocException(
          String.format(
              "%s: the region of interest, %d x %d at %d, %d, reaches out of the image of %d x %d;"
                  + " mend the publisher",
              topic, regionWidth, regionHeight, x, y, fullWidth, fullHeight));
    }
    long width = regionWidth / binX;
    long height = regionHeight / binY;
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new SeqlocException(
          topic + ": images of " + width + " x " + height + " pixels; mend the calibration");
    }
    return RosCalibration.toCamera(
        topic,
        info.getDistortionModel(),
        info.getD(),
        info.getK(),
        new RosCalibration.Readout((int) width, (int) height, x, y, binX, binY));
  }

  /**
   * The camera of the rectified images, which have no distortion: the left part of P.
   *
   * @param topic named in errors
   * @throws SeqlocException as {@link #toCamera}
   */
  public static Camera toRectifiedCamera(String topic, CameraInfo info) {
    double[] p = info.getP();
    CameraInfo rectified = new CameraInfo();
    rectified.setWidth(info.getWidth());
    rectified.setHeight(info.getHeight());
    rectified.setBinningX(info.getBinningX());
    rectified.setBinningY(info.getBinningY());
    rectified.setRoi(info.getRoi());
    rectified.setK(new double[] {p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]});
    return toCamera(topic, rectified);
  }

  /**
   * The message of a camera, which is not rectified.
   *
   * @throws SeqlocException when ROS has no name for the camera's model
   */
  public static CameraInfo toMessage(Header header, Camera camera) {
    CameraInfo info = new CameraInfo();
    info.setHeader(header);
    info.setWidth(camera.width());
    info.setHeight(camera.height());
    info.setDistortionModel(RosCalibration.distortionModel(camera));
    info.setD(RosCalibration.coefficients(camera));
    double[] k = RosCalibration.intrinsics(camera);
    info.setK(k);
    info.setR(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    info.setP(new double[] {k[0], 0, k[2], 0, 0, k[4], k[5], 0, 0, 0, 1, 0});
    return info;
  }
}
