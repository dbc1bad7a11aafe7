package org.seqloc.bags.cdr;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Part of the way from CDR to ROS 1: reads a piece of the one and writes it as the other. */
interface CopyStep {

  void copy(CdrInput in, Ros1Output out);

  /** Reads the piece without writing it. */
  void skip(CdrInput in);

  /** A piece that has nothing before it: only written. */
  record Zero() implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      out.int32(0);
    }

    @Override
    public void skip(CdrInput in) {
      // Nothing is read.
    }
  }

  /** A piece that the target does not have: only read. */
  record LeftOut(CopyStep step) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      step.skip(in);
    }

    @Override
    public void skip(CdrInput in) {
      step.skip(in);
    }
  }

  /** The byte of a message without fields. */
  record Dummy(String where) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      in.int8(where);
    }

    @Override
    public void skip(CdrInput in) {
      in.int8(where);
    }
  }

  /** A number. */
  record Scalar(int bytes, String where) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      switch (bytes) {
        case 1 -> out.int8(in.int8(where));
        case 2 -> out.int16(in.int16(where));
        case 4 -> out.int32(in.int32(where));
        default -> out.int64(in.int64(where));
      }
    }

    @Override
    public void skip(CdrInput in) {
      in.align(bytes, bytes, where);
      in.skip(bytes);
    }
  }

  /** Text in UTF-8. */
  record Text(int bound, String where) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      ByteBuf text = in.string(bound, where);
      out.int32(text.readableBytes());
      out.bytes(text);
    }

    @Override
    public void skip(CdrInput in) {
      in.string(bound, where);
    }
  }

  /** Text of wide characters. */
  record WideText(int bound, String where) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      byte[] text = in.wideString(bound, where).getBytes(StandardCharsets.UTF_8);
      out.int32(text.length);
      out.bytes(text);
    }

    @Override
    public void skip(CdrInput in) {
      in.wideString(bound, where);
    }
  }

  /** A message of several pieces, in the order of both. */
  record Struct(List<CopyStep> steps) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      for (CopyStep step : steps) {
        step.copy(in, out);
      }
    }

    @Override
    public void skip(CdrInput in) {
      for (CopyStep step : steps) {
        step.skip(in);
      }
    }
  }

  /**
   * A message whose pieces come in another order.
   *
   * @param steps in the order they are read
   * @param order the numbers of the steps in the order they are written; {@link #ZERO} for zeros
   */
  record Shuffled(List<CopyStep> steps, List<Integer> order) implements CopyStep {

    static final int ZERO = -1;

    @Override
    public void copy(CdrInput in, Ros1Output out) {
      int[] starts = new int[steps.size()];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = in.position();
        steps.get(i).skip(in);
      }
      int end = in.position();
      for (int index : order) {
        if (index == ZERO) {
          out.int32(0);
        } else {
          in.position(starts[index]);
          steps.get(index).copy(in, out);
        }
      }
      in.position(end);
    }

    @Override
    public void skip(CdrInput in) {
      for (CopyStep step : steps) {
        step.skip(in);
      }
    }
  }

  /** How many elements an array has, and whether that is written before them. */
  record Count(int fixed, int bound, long minBytes, boolean written, String where) {

    static final int VARIABLE = -1;

    int copy(CdrInput in, Ros1Output out) {
      int count = read(in);
      if (written) {
        out.int32(count);
      }
      return count;
    }

    int read(CdrInput in) {
      return fixed == VARIABLE ? in.count(minBytes, bound, where) : fixed;
    }
  }

  /** An array of numbers. */
  record Numbers(Count count, int bytes, String where) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      ByteBuf elements = in.elements(count.copy(in, out), bytes, where);
      if (in.isLittleEndian() || bytes == 1) {
        out.bytes(elements);
      } else {
        out.swapped(elements, bytes);
      }
    }

    @Override
    public void skip(CdrInput in) {
      in.elements(count.read(in), bytes, where);
    }
  }

  /** An array of texts or messages. */
  record Elements(Count count, CopyStep each) implements CopyStep {
    @Override
    public void copy(CdrInput in, Ros1Output out) {
      int elements = count.copy(in, out);
      for (int i = 0; i < elements; i++) {
        each.copy(in, out);
      }
    }

    @Override
    public void skip(CdrInput in) {
      int elements = count.read(in);
      for (int i = 0; i < elements; i++) {
        each.skip(in);
      }
    }
  }
}
