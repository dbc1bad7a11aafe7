package org.seqloc.bags.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BagFormatTest {

  @ParameterizedTest
  @CsvSource({
    "a/x.bag, x",
    "x.bag.active, x",
    "x.mcap, x",
    "x.db3, x",
    "x.mcap.zstd, x",
    "x_0.db3.zstd, x_0",
    "x.active, x",
    "drive, drive",
    "x.bag.old, x.bag.old",
    "x.v2.bag, x.v2",
    ".bag, .bag"
  })
  void theStemIsTheNameWithoutWhatSaysTheFormat(String name, String stem) {
    assertEquals(stem, BagFormat.stem(Path.of(name)));
  }
}
