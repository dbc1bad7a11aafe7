package org.seqloc.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seqloc.bags.Bag;
import org.seqloc.bags.ForwardingBag;
import org.seqloc.bags.RosbagWriter;

class WatchedBagTest {

  @Test
  void tellsEachWarningOnceWhereverItComesUp(@TempDir Path folder) {
    Path file = folder.resolve("a.bag");
    new RosbagWriter(file).close();
    List<String> warnings = new ArrayList<>(List.of("left out: a", "left out: b"));
    StringWriter told = new StringWriter();
    Bag warning =
        new ForwardingBag(Bag.open(file)) {
          @Override
          public List<String> warnings() {
            return warnings;
          }
        };
    try (Bag bag = new WatchedBag(warning, new PrintWriter(told))) {
      assertEquals("seqloc: left out: a\nseqloc: left out: b\n", told.toString());
      told.getBuffer().setLength(0);
      warnings.add(0, bag.path() + ": damaged");
    }
    assertEquals("seqloc: " + file + ": damaged\n", told.toString());
  }
}
