package org.seqloc.bags.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.seqloc.core.SeqlocException;

/**
 * Finds the cameras among topics by ROS's custom: a camera's namespace has image topics and one of
 * calibrations, {@code camera_info}. Where several image topics have neither that beside them nor
 * the names that ROS gives the images of one camera, as {@code /image_left} and {@code
 * /image_right}, each is a camera.
 */
public final class CameraTopics {

  private static final String RAW = "sensor_msgs/Image";
  private static final String INFO = "sensor_msgs/CameraInfo";
  private static final String COMPRESSED = "sensor_msgs/CompressedImage";

  /** What drivers and image_proc call the images of one camera. */
  private static final Pattern USUAL =
      Pattern.compile(".*/image(_raw|_rect)?(_raw|_mono|_color|_gr[ae]y)?");

  private CameraTopics() {}

  /**
   * One camera.
   *
   * @param name its namespace, or its topic where that is all it has, without the leading slash;
   *     the last part only, where that is unique; {@code camera} where the topics have no namespace
   * @param imageTopic of sensor_msgs/Image or sensor_msgs/CompressedImage
   * @param compressed which of the two
   * @param infoTopic of sensor_msgs/CameraInfo, whether or not there is one
   */
  public record CameraTopic(String name, String imageTopic, boolean compressed, String infoTopic) {

    /** Whether this is what a user means by the name of a camera, a namespace or a topic. */
    public boolean isCalled(String wanted) {
      String namespace = namespace(imageTopic);
      return name.equals(wanted)
          || namespace.equals(wanted)
          || namespace.equals("/" + wanted)
          || imageTopic.equals(wanted);
    }
  }

  /**
   * The cameras among the topics, by name in ascending order, or those asked for in the order
   * given. Of several image topics of a camera, the one closest to the sensor is taken: image_raw
   * before others, these before rectified ones, raw before compressed. Depth maps, told by their
   * topic, are left out: they show no texture to localize by.
   *
   * @param typeOfTopic by topic the ROS name of its type
   * @param wanted names or namespaces of cameras, or their image topics; empty for all
   * @param calibrated whether only images are taken that a topic of calibrations beside them is of,
   *     so that rectified ones are left out
   * @throws SeqlocException when a camera that is asked for is not among the topics
   */
  public static List<CameraTopic> find(
      Map<String, String> typeOfTopic, Collection<String> wanted, boolean calibrated) {
    return find(typeOfTopic, wanted, calibrated, topic -> !topic.contains("depth"));
  }

  /**
   * The same among some of the image topics.
   *
   * @param among whether a topic of images counts
   */
  public static List<CameraTopic> find(
      Map<String, String> typeOfTopic,
      Collection<String> wanted,
      boolean calibrated,
      Predicate<String> among) {
    Map<String, List<String>> imagesOfNamespace = new TreeMap<>();
    typeOfTopic.forEach(
        (topic, type) -> {
          if (isImages(type) && among.test(topic) && !(calibrated && rectified(topic))) {
            imagesOfNamespace.computeIfAbsent(namespace(topic), n -> new ArrayList<>()).add(topic);
          }
        });
    if (calibrated) {
      imagesOfNamespace
          .keySet()
          .removeIf(namespace -> !INFO.equals(typeOfTopic.get(namespace + "/camera_info")));
    }
    splitByTopic(imagesOfNamespace, typeOfTopic);
    Map<String, Long> uses =
        imagesOfNamespace.keySet().stream()
            .collect(Collectors.groupingBy(CameraTopics::last, Collectors.counting()));
    Map<String, CameraTopic> byNamespace = new LinkedHashMap<>();
    imagesOfNamespace.forEach(
        (namespace, topics) -> {
          String image =
              topics.stream()
                  .min(Comparator.comparingInt(CameraTopics::rank).thenComparing(t -> t))
                  .orElseThrow();
          byNamespace.put(
              namespace,
              new CameraTopic(
                  name(namespace, uses.get(last(namespace))),
                  image,
                  typeOfTopic.get(image).equals(COMPRESSED),
                  namespace(image) + "/camera_info"));
        });
    if (wanted.isEmpty()) {
      return List.copyOf(byNamespace.values());
    }
    return wanted.stream().map(name -> choose(name, byNamespace, typeOfTopic, calibrated)).toList();
  }

  /** Puts the cameras of a namespace that has several of them in places of their own. */
  private static void splitByTopic(
      Map<String, List<String>> imagesOfNamespace, Map<String, String> typeOfTopic) {
    for (String namespace : List.copyOf(imagesOfNamespace.keySet())) {
      List<String> topics = imagesOfNamespace.get(namespace);
      if (INFO.equals(typeOfTopic.get(namespace + "/camera_info"))
          || topics.stream().anyMatch(topic -> USUAL.matcher(plain(topic)).matches())
          || topics.stream().map(CameraTopics::plain).distinct().count() == 1) {
        continue;
      }
      imagesOfNamespace.remove(namespace);
      for (String topic : topics) {
        imagesOfNamespace.computeIfAbsent(plain(topic), t -> new ArrayList<>()).add(topic);
      }
    }
  }

  private static CameraTopic choose(
      String wanted,
      Map<String, CameraTopic> byNamespace,
      Map<String, String> typeOfTopic,
      boolean calibrated) {
    List<CameraTopic> called =
        byNamespace.values().stream().filter(camera -> camera.isCalled(wanted)).toList();
    if (called.size() > 1) {
      throw new SeqlocException("'" + wanted + "' is several cameras, name one: " + names(called));
    }
    if (called.size() == 1) {
      return called.get(0);
    }
    CameraTopic camera = byNamespace.get(plain(wanted));
    if (camera == null) {
      camera = byNamespace.get(namespace(wanted));
    }
    if (camera != null && typeOfTopic.containsKey(wanted)) {
      if (calibrated && rectified(wanted)) {
        throw new SeqlocException(
            wanted
                + " is rectified, its camera_info is of the images before; name the topic of"
                + " those");
      }
      return new CameraTopic(
          camera.name(), wanted, typeOfTopic.get(wanted).equals(COMPRESSED), camera.infoTopic());
    }
    throw new SeqlocException(
        "no camera '"
            + wanted
            + "': "
            + (byNamespace.isEmpty()
                ? "no image topic" + (calibrated ? " has a camera_info beside it" : "")
                : "there are " + names(byNamespace.values())));
  }

  private static List<String> names(Collection<CameraTopic> cameras) {
    return cameras.stream().map(CameraTopic::name).toList();
  }

  /** Whether messages of a type are images. */
  public static boolean isImages(String type) {
    return type.equals(RAW) || type.equals(COMPRESSED);
  }

  /** {@code /front/image_raw/compressed} is of the camera {@code /front}. */
  private static String namespace(String imageTopic) {
    String topic = plain(imageTopic);
    return topic.substring(0, Math.max(0, topic.lastIndexOf('/')));
  }

  /** The topic before compression. */
  private static String plain(String imageTopic) {
    return imageTopic.replaceFirst("/compressed(Depth)?$", "");
  }

  private static String last(String namespace) {
    return namespace.substring(namespace.lastIndexOf('/') + 1);
  }

  /**
   * @param uses how many namespaces have the same last part
   */
  private static String name(String namespace, long uses) {
    String last = last(namespace);
    if (last.isEmpty()) {
      return "camera";
    }
    return uses == 1 ? last : namespace.replaceFirst("^/", "");
  }

  private static int rank(String imageTopic) {
    int rank = imageTopic.matches(".*/compressed(Depth)?") ? 1 : 0;
    return imageTopic.contains("/image_raw") ? rank : rank + (rectified(imageTopic) ? 4 : 2);
  }

  /** Whether image_proc made the images, which are without the distortion of the camera_info. */
  public static boolean rectified(String imageTopic) {
    return imageTopic.contains("/image_rect");
  }
}
