package org.seqloc.msgs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PythonFloatTest {

  @Test
  void numbersArePrintedAsPythonDoes() {
    List<String> lines = Noetic.lines("noetic-numbers.txt");
    assertTrue(lines.size() > 700, lines.size() + " numbers");
    for (String line : lines) {
      String[] bitsAndText = line.split(" ");
      double value = Double.longBitsToDouble(Long.parseUnsignedLong(bitsAndText[0], 16));
      assertEquals(bitsAndText[1], PythonFloat.repr(value), bitsAndText[0]);
    }
  }

  @Property
  void numbersReadBackTheSame(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertEquals(value, Double.parseDouble(PythonFloat.repr(value)));
    }
  }
}
