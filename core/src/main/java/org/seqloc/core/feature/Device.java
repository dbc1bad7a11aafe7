package org.seqloc.core.feature;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seqloc.core.SeqlocException;

/**
 * Where networks run: {@code cpu}, {@code cuda} or {@code cuda:N}. Features without a network
 * (SIFT) always run on the CPU.
 *
 * @param cuda whether on an NVIDIA GPU
 * @param index which one, from 0; 0 for the CPU
 */
public record Device(boolean cuda, int index) {

  public static final Device CPU = new Device(false, 0);

  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  /**
   * @throws SeqlocException when the text names no device
   */
  public static Device parse(String text) {
    if (text.equals("cpu")) {
      return CPU;
    }
    Matcher matcher = CUDA.matcher(text);
    if (!matcher.matches()) {
      throw new SeqlocException(
          "device '" + text + "' is not known: use cpu, cuda or cuda:N for the GPU number N");
    }
    return new Device(true, matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1)));
  }

  @Override
  public String toString() {
    return cuda ? "cuda:" + index : "cpu";
  }
}
