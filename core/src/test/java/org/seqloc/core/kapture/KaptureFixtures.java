package org.seqloc.core.kapture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small datasets, written by hand as the format's page describes them. */
public final class KaptureFixtures {

  private KaptureFixtures() {}

  /** Two images with everything that the format knows, and a table that it does not. */
  public static Path rich(Path dir) throws IOException {
    text(
        dir,
        "sensors/sensors.txt",
        """
        # kapture format: 1.1
        # sensor_id, name, sensor_type, [sensor_params]+
        cam, left, camera, PINHOLE, 4, 2, 50, 50, 2, 1
        depth0, , depth, SIMPLE_PINHOLE, 4, 2, 50, 2, 1
        lid, roof, lidar
        gps, , gnss, EPSG:4326
        acc, , accelerometer
        gyr, , gyroscope
        mag, , magnetic
        wlan, , wifi
        bt, , bluetooth
        baro, , pressure, hPa
        """);
    text(
        dir,
        "sensors/rigs.txt",
        """
        # kapture format: 1.1
        # rig_id, sensor_id, qw, qx, qy, qz, tx, ty, tz
        car, head, 1, 0, 0, 0, 0, 0, -1.5
        head, cam, 0.5, 0.5, 0.5, 0.5, 0, 0, 0
        head, depth0, 1, 0, 0, 0, 0.1, 0, 0
        car, lid, 1, 0, 0, 0, 0, 0, 2
        """);
    text(
        dir,
        "sensors/trajectories.txt",
        """
        # kapture format: 1.1
        # timestamp, device_id, qw, qx, qy, qz, tx, ty, tz
        20, car, , , , , 2, 0, 0
        10, car, 0.998245, -0.000889039, -0.0384732, -0.045019, 3.24777, -2.58119, -0.0457181
        15, gps, 1, 0, 0, 0, , ,
        """);
    text(
        dir,
        "sensors/records_camera.txt",
        """
        # kapture format: 1.1
        # timestamp, device_id, image_path
        10, cam, a/1.jpg
        20, cam, a/2.jpg
        """);
    text(
        dir,
        "sensors/records_depth.txt",
        "# kapture format: 1.1",
        "# timestamp, device_id, depth_map_path",
        "10, depth0, a/1.depth");
    text(
        dir,
        "sensors/records_lidar.txt",
        "# kapture format: 1.1",
        "# timestamp, device_id, pcd_path",
        "12, lid, lid/12.pcd");
    text(
        dir,
        "sensors/records_gnss.txt",
        "# kapture format: 1.1",
        "# timestamp, device_id, x, y, z, utc, dop",
        "15, gps, 5.793155, 45.216783, nan, 514850400, 10.0");
    text(
        dir,
        "sensors/records_accelerometer.txt",
        "# kapture format: 1.1",
        "# timestamp, device_id, x_acc, y_acc, z_acc",
        "5, acc, 0.1, -9.81, 1e-3",
        "25, acc, 0, 0, 0");
    text(dir, "sensors/records_gyroscope.txt", "# kapture format: 1.1", "15, gyr, 0.25, -1e-9, 3");
    text(
        dir,
        "sensors/records_magnetic.txt",
        "# kapture format: 1.1",
        "9223372036854775807, mag, 1, 2, 3");
    text(
        dir,
        "sensors/records_wifi.txt",
        """
        # kapture format: 1.1
        15, wlan, 68:72:51:80:52:df, 2417     ,-33.0, M1X_PicoM2    , 0              , 0
        15, wlan, 68:9c:e2:e1:b0:60, 5765     ,-49.0, @HYUNDAI-WiFi , 0              , 0
        """);
    text(
        dir,
        "sensors/records_bluetooth.txt",
        "# kapture format: 1.1",
        "15, bt, 6F:80:17:51:5C:16, -88 ,MyPhone",
        "15, bt, 35:A8:4B:D9:95:06, -73 ,");
    text(
        dir,
        "sensors/records_pressure.txt",
        "# kapture format: 1.1",
        "# timestamp, device_id, hPa",
        " 20,baro,  1013.25",
        "# a word in between",
        "10,baro,1013.5");
    bytes(dir, "sensors/records_data/a/1.jpg", 1, 2, 3);
    bytes(dir, "sensors/records_data/a/2.jpg", 4, 5);
    floats(dir, "sensors/records_data/a/1.depth", 1, 2, 3, 4, 5, 6, 7, 8);
    text(dir, "sensors/records_data/lid/12.pcd", "VERSION .7");

    String r = "reconstruction/";
    text(dir, r + "keypoints/sift/keypoints.txt", "# kapture format: 1.1", "sift, float32, 2");
    floats(dir, r + "keypoints/sift/a/1.jpg.kpt", 0.5f, 1.5f, 2.5f, 0.25f);
    floats(dir, r + "keypoints/sift/a/2.jpg.kpt", 1, 1, 2, 2, 3, 1);
    text(dir, r + "keypoints/r2d2/keypoints.txt", "# kapture format: 1.1", "r2d2, float64, 3");
    text(
        dir,
        r + "descriptors/sift/descriptors.txt",
        "# kapture format: 1.1",
        "sift, uint8, 4, sift, L2");
    bytes(dir, r + "descriptors/sift/a/1.jpg.desc", 1, 2, 3, 4, 5, 6, 7, 8);
    bytes(dir, r + "descriptors/sift/a/2.jpg.desc", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    text(
        dir,
        r + "global_features/gem/global_features.txt",
        "# kapture format: 1.1",
        "gem, float32, 3, L2");
    floats(dir, r + "global_features/gem/a/1.jpg.gfeat", 0, 0, 1);
    floats(dir, r + "global_features/gem/a/2.jpg.gfeat", 0, 1, 0);
    doubles(dir, r + "matches/sift/a/1.jpg.overlapping/a/2.jpg.matches", 0, 2, 0.5, 1, 0, 0.75);
    text(
        dir,
        r + "points3d.txt",
        "# kapture format: 1.1",
        "# X, Y, Z, R, G, B",
        "1.0e+00,2,3,10,20,30",
        "0.1,0.2,0.3,0,0,0");
    text(
        dir,
        r + "observations.txt",
        "# kapture format: 1.1",
        "# point3d_id, keypoints_type, [image_path, feature_id]*",
        "1, sift, a/2.jpg, 0",
        "0, sift, a/1.jpg, 0, a/2.jpg, 2");
    return dir;
  }

  /** Two images with features as version 1.0 has them: no folder per type. */
  static Path version10(Path dir) throws IOException {
    text(
        dir,
        "sensors/sensors.txt",
        "# kapture format: 1.0",
        "# sensor_device_id, name, sensor_type, [sensor_params]+",
        "cam, , camera, PINHOLE, 4, 2, 50, 50, 2, 1");
    text(
        dir,
        "sensors/records_camera.txt",
        "# kapture format: 1.0",
        "1, cam, a/1.jpg",
        "2, cam, a/2.jpg");
    bytes(dir, "sensors/records_data/a/1.jpg", 1);
    bytes(dir, "sensors/records_data/a/2.jpg", 2);
    String r = "reconstruction/";
    text(dir, r + "keypoints/keypoints.txt", "# kapture format: 1.0", "sift, np.float32, 2");
    floats(dir, r + "keypoints/a/1.jpg.kpt", 1, 2);
    floats(dir, r + "keypoints/a/2.jpg.kpt", 3, 4, 5, 6);
    text(dir, r + "descriptors/descriptors.txt", "# kapture format: 1.0", "sift_desc, uint8, 4");
    bytes(dir, r + "descriptors/a/1.jpg.desc", 1, 2, 3, 4);
    bytes(dir, r + "descriptors/a/2.jpg.desc", 1, 2, 3, 4, 5, 6, 7, 8);
    text(
        dir, r + "global_features/global_features.txt", "# kapture format: 1.0", "gem, float32, 3");
    floats(dir, r + "global_features/a/1.jpg.gfeat", 0, 0, 1);
    doubles(dir, r + "matches/a/1.jpg.overlapping/a/2.jpg.matches", 0, 1, 1);
    text(dir, r + "points3d.txt", "# kapture format: 1.0", "# X, Y, Z", "1,2,3");
    text(dir, r + "observations.txt", "# kapture format: 1.0", "0, a/1.jpg, 0, a/2.jpg, 1");
    return dir;
  }

  public static void text(Path dir, String name, String... lines) throws IOException {
    String text = String.join("\n", lines);
    Files.writeString(place(dir, name), text.endsWith("\n") ? text : text + "\n");
  }

  public static void bytes(Path dir, String name, int... values) throws IOException {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    Files.write(place(dir, name), bytes);
  }

  static void floats(Path dir, String name, float... values) throws IOException {
    byte[] bytes = new byte[4 * values.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    Files.write(place(dir, name), bytes);
  }

  static void doubles(Path dir, String name, double... values) throws IOException {
    byte[] bytes = new byte[8 * values.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    Files.write(place(dir, name), bytes);
  }

  private static Path place(Path dir, String name) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }
}
