package org.seqloc.core.kapture.exchange;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.seqloc.core.NpyArray;
import org.seqloc.core.NpyHeader;
import org.seqloc.core.SeqlocException;

/**
 * Reads Python's pickle, protocols 2 to 5, in gzip, as far as it is data: dictionaries, lists,
 * tuples, texts, whole numbers and NumPy's arrays of numbers. A pickle is a program that may call
 * whatever Python has; here the few calls that make an array are known by name, any other is
 * refused, and nothing is ever run. What is taken into memory is bounded.
 *
 * @see <a href="https://peps.python.org/pep-3154/">PEP 3154</a>, <a
 *     href="https://peps.python.org/pep-0574/">PEP 574</a>
 */
final class PickleReader {

  /** Python's None. */
  static final Object NONE = Optional.empty();

  /** Instructions of a pickle, each of which makes one value at most. */
  private static final int MAX_STEPS = 1 << 22;

  /** On the stack where a tuple, or what a container gets, begins. */
  private static final Object MARK = new Object();

  /** What may be called. */
  private enum Callable {
    RECONSTRUCT,
    FROM_BUFFER,
    ARRAY,
    TYPE,
    ENCODE,
    BYTES
  }

  private static final Map<String, Callable> CALLABLES =
      Map.of(
          "numpy.core.multiarray._reconstruct", Callable.RECONSTRUCT,
          "numpy._core.multiarray._reconstruct", Callable.RECONSTRUCT,
          "numpy.core.numeric._frombuffer", Callable.FROM_BUFFER,
          "numpy._core.numeric._frombuffer", Callable.FROM_BUFFER,
          "numpy.ndarray", Callable.ARRAY,
          "numpy.dtype", Callable.TYPE,
          "_codecs.encode", Callable.ENCODE,
          "__builtin__.bytes", Callable.BYTES,
          "builtins.bytes", Callable.BYTES);

  /** A numpy.dtype, whose order of bytes comes after it was made. */
  private static final class Type {
    private final String code;
    private char order = '<';

    Type(String code) {
      this.code = code;
    }
  }

  /** An array of NumPy, whose content comes after it was made. */
  private static final class Array {
    private Optional<NpyArray> content = Optional.empty();
  }

  private final PickleInput in;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  private PickleReader(PickleInput in) {
    this.in = in;
  }

  /**
   * A dictionary by texts. Its values are {@link #NONE}, Boolean, Long, String, byte[], List (also
   * of a tuple), Map and NpyArray; arrays deeper down are of no use.
   *
   * @throws SeqlocException in one line naming the file and the byte of its unpacked content
   */
  static Map<String, Object> dictionary(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = new BufferedInputStream(new GZIPInputStream(raw), 1 << 16)) {
      PickleReader reader = new PickleReader(new PickleInput(file, in));
      Object all = reader.read();
      if (in.read() >= 0) { // also checks the sum at the end of a gzip
        throw reader.fault("more follows on the end");
      }
      if (!(all instanceof Map<?, ?> map)) {
        throw reader.fault("not a dictionary");
      }
      Map<String, Object> dictionary = new LinkedHashMap<>();
      map.forEach((key, value) -> dictionary.put((String) key, reader.unwrapped(value)));
      return dictionary;
    } catch (EOFException e) {
      throw new SeqlocException(file + " is cut off: write it again", e);
    } catch (ZipException e) {
      throw new SeqlocException(file + " is no gzip, or damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw ImportFiles.unreadable(file, e);
    }
  }

  private Object unwrapped(Object value) {
    return value instanceof Array array
        ? array.content.orElseThrow(() -> fault("an array without content"))
        : value;
  }

  private SeqlocException fault(String message) {
    return in.fault(message);
  }

  private Object read() throws IOException {
    for (int i = 0; i < MAX_STEPS; i++) {
      int opcode = in.uint8();
      if (opcode == '.') {
        return pop();
      }
      step(opcode);
    }
    throw fault("more than " + MAX_STEPS + " instructions");
  }

  private void step(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> protocol(in.uint8());
      case 0x95 -> in.count(8); // the length of a frame, which is only of use to read ahead
      case '(' -> push(MARK);
      case 'N' -> push(NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) in.uint8());
      case 'M' -> push(in.count(2));
      case 'J' -> push(in.whole(4));
      case 0x8a -> push(in.whole(in.uint8()));
      case 'C', 'U' -> push(in.bytes(in.uint8()));
      case 'B', 'T' -> push(in.bytes(in.count(4)));
      case 0x8e, 0x96 -> push(in.bytes(in.count(8)));
      case 0x8c -> push(in.text(in.uint8()));
      case 'X' -> push(in.text(in.count(4)));
      case 0x8d -> push(in.text(in.count(8)));
      case '}' -> push(new LinkedHashMap<String, Object>());
      case ']' -> push(new ArrayList<>());
      case ')' -> push(List.of());
      case 0x85 -> push(popped(1));
      case 0x86 -> push(popped(2));
      case 0x87 -> push(popped(3));
      case 't' -> push(poppedToMark());
      case 'a' -> append(popped(1));
      case 'e' -> append(poppedToMark());
      case 's' -> put(popped(2));
      case 'u' -> put(poppedToMark());
      case 'q' -> remember(in.uint8());
      case 'r' -> remember(in.count(4));
      case 0x94 -> remember(memo.size());
      case 'h' -> push(remembered(in.uint8()));
      case 'j' -> push(remembered(in.count(4)));
      case 'c' -> push(callable(in.line(), in.line()));
      case 0x93 -> {
        List<Object> names = popped(2);
        push(callable(as(String.class, names.get(0)), as(String.class, names.get(1))));
      }
      case 'R' -> {
        List<?> arguments = as(List.class, pop());
        push(call(as(Callable.class, pop()), arguments));
      }
      case 'b' -> {
        List<?> state = as(List.class, pop());
        build(top(), state);
      }
      default ->
          throw fault(
              String.format(
                  "the instruction 0x%02x is none that data needs, of pickle's protocols 2 to 5",
                  opcode));
    }
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw fault("protocol " + version + " of pickle is not read, 2 to 5 are");
    }
  }

  // Values.

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw fault("no value is left to be used");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<Object> popped(int count) {
    if (stack.size() < count) {
      throw fault("no value is left to be used");
    }
    List<Object> last = stack.subList(stack.size() - count, stack.size());
    List<Object> values = Collections.unmodifiableList(new ArrayList<>(last));
    last.clear();
    return values;
  }

  private List<Object> poppedToMark() {
    int mark = stack.lastIndexOf(MARK);
    List<Object> values = popped(mark < 0 ? stack.size() + 1 : stack.size() - mark - 1);
    pop();
    return values;
  }

  private <T> T as(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw fault("a value is not of the kind that its use needs");
    }
    return type.cast(value);
  }

  /** A text, which in what Python 2 wrote is bytes. */
  private String string(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : as(String.class, value);
  }

  private void remember(long key) {
    memo.put(key, top());
  }

  private Object remembered(long key) {
    if (!memo.containsKey(key)) {
      throw fault("value " + key + " is used before it is there");
    }
    return memo.get(key);
  }

  private void append(List<Object> values) {
    // Tuples are lists too, but cannot be changed.
    @SuppressWarnings("unchecked")
    List<Object> list = as(ArrayList.class, top());
    list.addAll(values);
  }

  private void put(List<Object> keysAndValues) {
    @SuppressWarnings("unchecked")
    Map<String, Object> map = as(LinkedHashMap.class, top());
    if (keysAndValues.size() % 2 != 0) {
      throw fault("a key without a value");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      map.put(string(keysAndValues.get(i)), keysAndValues.get(i + 1));
    }
  }

  // Calls.

  private Callable callable(String module, String name) {
    Callable callable = CALLABLES.get(module + "." + name);
    if (callable == null) {
      throw fault(
          String.format(
              "it would run '%.80s.%.80s', which no data needs: do not trust this file",
              module, name));
    }
    return callable;
  }

  private Object call(Callable callable, List<?> arguments) {
    return switch (callable) {
      case RECONSTRUCT -> new Array();
      case TYPE -> new Type(string(argument(arguments, 0)));
      case FROM_BUFFER -> {
        Array array = new Array();
        fill(
            array,
            as(byte[].class, argument(arguments, 0)),
            as(Type.class, argument(arguments, 1)),
            as(List.class, argument(arguments, 2)),
            argument(arguments, 3).equals("F"));
        yield array;
      }
      case ENCODE -> {
        String text = as(String.class, argument(arguments, 0));
        if (!argument(arguments, 1).equals("latin1")
            || text.chars().anyMatch(unit -> unit > 0xff)) {
          throw fault("a text that stands for no bytes");
        }
        in.charge(text.length());
        yield text.getBytes(StandardCharsets.ISO_8859_1);
      }
      case BYTES -> {
        if (!arguments.isEmpty()) {
          throw fault("bytes are made of something");
        }
        yield new byte[0];
      }
      case ARRAY -> throw fault("an array is made in a way that is not read");
    };
  }

  private Object argument(List<?> arguments, int index) {
    if (index >= arguments.size()) {
      throw fault("a call lacks what it needs");
    }
    return arguments.get(index);
  }

  private void build(Object object, List<?> state) {
    if (object instanceof Type type) {
      String order = string(argument(state, 1));
      if (order.length() != 1 || "<>|=".indexOf(order.charAt(0)) < 0) {
        throw fault("a type of numbers with an order of bytes that is not read");
      }
      type.order = order.charAt(0);
      return;
    }
    fill(
        as(Array.class, object),
        as(byte[].class, argument(state, 4)),
        as(Type.class, argument(state, 2)),
        as(List.class, argument(state, 1)),
        as(Boolean.class, argument(state, 3)));
  }

  private void fill(Array array, byte[] data, Type type, List<?> shape, boolean fortran) {
    if (fortran || type.order == '>') {
      in.charge(data.length); // again, since it is copied
    }
    try {
      array.content =
          Optional.of(
              NpyArray.of(
                  NpyHeader.of(
                      type.order,
                      type.code,
                      fortran,
                      shape.stream().map(size -> as(Long.class, size)).toList()),
                  data));
    } catch (IllegalArgumentException e) {
      throw new SeqlocException(fault(e.getMessage()).getMessage(), e);
    }
  }
}
