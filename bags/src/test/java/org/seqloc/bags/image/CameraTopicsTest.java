package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seqloc.bags.image.CameraTopics.CameraTopic;
import org.seqloc.core.SeqlocException;

class CameraTopicsTest {

  private static final String RAW = "sensor_msgs/Image";
  private static final String COMPRESSED = "sensor_msgs/CompressedImage";
  private static final String INFO = "sensor_msgs/CameraInfo";

  @Test
  void camerasAreNamespacesWithImagesAndCalibration() {
    Map<String, String> types = new TreeMap<>();
    types.put("/front/image_raw", RAW);
    types.put("/front/image_raw/compressed", COMPRESSED);
    types.put("/front/image_rect", RAW);
    types.put("/front/camera_info", INFO);
    types.put("/rear/image_raw/compressed", COMPRESSED);
    types.put("/rear/camera_info", INFO);
    types.put("/rect_only/image_rect_color", RAW);
    types.put("/rect_only/camera_info", INFO);
    types.put("/uncalibrated/image_raw", RAW);
    types.put("/depth/image_raw", RAW);
    types.put("/depth/camera_info", INFO);
    types.put("/odom", "nav_msgs/Odometry");
    CameraTopic front = new CameraTopic("front", "/front/image_raw", false, "/front/camera_info");
    CameraTopic rear =
        new CameraTopic("rear", "/rear/image_raw/compressed", true, "/rear/camera_info");
    assertEquals(List.of(front, rear), CameraTopics.find(types, List.of(), true));
    assertEquals(List.of(rear, front), CameraTopics.find(types, List.of("rear", "/front"), true));
    assertEquals(
        List.of(
            new CameraTopic("front", "/front/image_raw/compressed", true, "/front/camera_info")),
        CameraTopics.find(types, List.of("/front/image_raw/compressed"), true));
    assertEquals(
        List.of("front", "rear", "rect_only", "uncalibrated"),
        CameraTopics.find(types, List.of(), false).stream().map(CameraTopic::name).toList());
    SeqlocException rectified =
        assertThrows(
            SeqlocException.class,
            () -> CameraTopics.find(types, List.of("/front/image_rect"), true));
    assertEquals(
        "/front/image_rect is rectified, its camera_info is of the images before; name the topic"
            + " of those",
        rectified.getMessage());
    SeqlocException unknown =
        assertThrows(SeqlocException.class, () -> CameraTopics.find(types, List.of("top"), true));
    assertEquals("no camera 'top': there are [front, rear]", unknown.getMessage());
  }

  @Test
  @Timeout(20)
  void aHundredThousandCamerasAreNoTrouble() {
    Map<String, String> types = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      types.put("/of" + i + (i < 2 ? "/cam" : "/cam" + i) + "/image_raw", RAW);
    }
    List<CameraTopic> cameras = CameraTopics.find(types, List.of(), false);
    assertEquals(100_000, cameras.size());
    assertEquals("of0/cam", cameras.get(0).name());
    assertEquals("cam99999", cameras.get(99_999).name());
  }

  @Test
  void camerasOfTheSameNameKeepTheirNamespaces() {
    Map<String, String> types =
        Map.of(
            "/left/cam/image_raw", RAW,
            "/left/cam/camera_info", INFO,
            "/right/cam/image_raw", RAW,
            "/right/cam/camera_info", INFO);
    assertEquals(
        List.of("left/cam", "right/cam"),
        CameraTopics.find(types, List.of(), true).stream().map(CameraTopic::name).toList());
  }

  /** Without a camera_info a namespace may hold several cameras. */
  @Test
  void topicsBesideWhichNothingIsCalibratedAreCamerasOfTheirOwn() {
    Map<String, String> types = new TreeMap<>();
    types.put("/image_left", RAW);
    types.put("/image_left/compressed", COMPRESSED);
    types.put("/image_right", RAW);
    types.put("/stereo/left_image", RAW);
    types.put("/stereo/right_image/compressed", COMPRESSED);
    types.put("/front/image_raw", RAW);
    types.put("/front/detections", RAW);
    types.put("/rear/my_image", RAW);
    types.put("/known/one", RAW);
    types.put("/known/two", RAW);
    types.put("/known/camera_info", INFO);
    assertEquals(
        List.of("front", "image_left", "image_right", "known", "rear", "left_image", "right_image"),
        CameraTopics.find(types, List.of(), false).stream().map(CameraTopic::name).toList());
    assertEquals(
        List.of(
            new CameraTopic("image_right", "/image_right", false, "/camera_info"),
            new CameraTopic("image_left", "/image_left/compressed", true, "/camera_info"),
            new CameraTopic("left_image", "/stereo/left_image", false, "/stereo/camera_info")),
        CameraTopics.find(
            types, List.of("/image_right", "/image_left/compressed", "left_image"), false));
    SeqlocException several =
        assertThrows(
            SeqlocException.class, () -> CameraTopics.find(types, List.of("/stereo"), false));
    assertEquals(
        "'/stereo' is several cameras, name one: [left_image, right_image]", several.getMessage());
  }
}
