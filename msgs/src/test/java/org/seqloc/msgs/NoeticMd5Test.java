package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The sums that both ends of a connection compare, against those of ROS Noetic. */
class NoeticMd5Test {

  @Test
  void everyTypeHasNoeticsSum() throws IOException {
    Map<String, String> ours = new TreeMap<>();
    for (String name : MessageTypes.names()) {
      // Requests and responses are the halves of a service, whose sum is of both.
      if (!name.endsWith("Request") && !name.endsWith("Response")) {
        ours.put(name, MessageTypes.find(name).orElseThrow().md5());
      }
    }
    for (String name : MessageTypes.serviceNames()) {
      ours.put(name, MessageTypes.findService(name).orElseThrow().md5());
    }
    assertEquals(noetic(), ours);
  }

  private static Map<String, String> noetic() throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (InputStream in = NoeticMd5Test.class.getResourceAsStream("noetic-md5.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(pair -> sums.put(pair[0], pair[1]));
    }
    return sums;
  }
}
