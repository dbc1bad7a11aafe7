package org.seqloc.bags.image;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.seqloc.core.SeqlocException;

/**
 * Reads RVL, the run length and variable length code of depth (A. D. Wilson, Fast Lossless Depth
 * Image Compression, 2017): in turn the count of zeros, the count of others and their differences,
 * each number in groups of 3 bits with a fourth that says whether more follow. Eight groups are a
 * word of little endian, the first in its highest bits.
 */
final class RunLengthDepth {

  private final ByteBuf words;
  private final Function<String, SeqlocException> error;
  private int word;
  private int groupsLeft;

  private RunLengthDepth(ByteBuf words, Function<String, SeqlocException> error) {
    this.words = words;
    this.error = error;
  }

  /**
   * @param words the code, from the reader index on, which is moved
   * @param samples receives the depths, unsigned; all of it is filled
   * @param error makes the exception that is thrown when the code ends early or does not fit
   */
  static void decode(ByteBuf words, char[] samples, Function<String, SeqlocException> error) {
    new RunLengthDepth(words, error).decode(samples);
  }

  private void decode(char[] samples) {
    char previous = 0;
    int at = 0;
    while (at < samples.length) {
      // Zeros are in the array already.
      int zeros = count(samples.length - at);
      at += zeros;
      int others = count(samples.length - at);
      if (zeros == 0 && others == 0) {
        throw error.apply("damaged RVL: an empty run");
      }
      for (int end = at + others; at < end; at++) {
        int folded = number();
        previous = (char) (previous + ((folded >>> 1) ^ -(folded & 1)));
        samples[at] = previous;
      }
    }
  }

  private int count(int most) {
    int count = number();
    if (count < 0 || count > most) {
      throw error.apply("damaged RVL: a run of " + Integer.toUnsignedString(count) + " pixels");
    }
    return count;
  }

  private int number() {
    int value = 0;
    for (int shift = 0; shift < 33; shift += 3) {
      if (groupsLeft == 0) {
        if (words.readableBytes() < Integer.BYTES) {
          throw error.apply("RVL depth that is cut off");
        }
        word = words.readIntLE();
        groupsLeft = 8;
      }
      int group = word >>> 28;
      word <<= 4;
      groupsLeft--;
      value |= (group & 7) << shift;
      if (group < 8) {
        return value;
      }
    }
    throw error.apply("damaged RVL: a number of more than 32 bits");
  }
}
