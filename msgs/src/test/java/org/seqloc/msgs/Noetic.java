package org.seqloc.msgs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What ROS Noetic makes of types, messages, strings and numbers; written by {@code
 * src/test/python/make_goldens.py}.
 */
public final class Noetic {

  private Noetic() {}

  /**
   * A message as genpy serializes it.
   *
   * @param text its {@code str()}, which {@code rostopic echo} prints
   */
  public record Sample(String type, String base64, String text) {
    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
      return type + " " + base64.hashCode();
    }
  }

  /** Some messages of every type, the halves of services included. */
  public static List<Sample> messages() {
    List<Sample> samples = new ArrayList<>();
    List<String> text = new ArrayList<>();
    String head = "";
    for (String line : lines("noetic-messages.txt")) {
      if (line.startsWith("|")) {
        text.add(line.substring(1));
      } else {
        addSample(samples, head, text);
        head = line;
        text.clear();
      }
    }
    addSample(samples, head, text);
    return samples;
  }

  private static void addSample(List<Sample> samples, String head, List<String> text) {
    if (!head.isEmpty()) {
      String[] typeAndBytes = head.split(" ", 2);
      samples.add(new Sample(typeAndBytes[0], typeAndBytes[1], String.join("\n", text)));
    }
  }

  /** The lines of a resource, comments left out. */
  public static List<String> lines(String resource) {
    try (InputStream in = Noetic.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
