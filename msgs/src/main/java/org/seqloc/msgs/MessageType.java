package org.seqloc.msgs;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A kind of message: its ROS name, the sum that both ends of a connection compare, and how to make
 * one. Generated classes carry theirs as the constant {@code TYPE}.
 *
 * @param <T> the message class
 */
public final class MessageType<T extends Message> {

  private final String name;
  private final String md5;
  private final String definition;
  private final Supplier<T> factory;
  private final Function<ByteBuf, T> reader;

  /**
   * @param name package and type, {@code std_msgs/String}
   * @param md5 32 hexadecimal digits, as {@code rosmsg md5} prints them
   * @param definition the full text with the definitions of all types it uses, as {@code gendeps
   *     --cat} prints it and connection headers carry it
   * @param factory makes a message with all fields zero, empty or false
   * @param reader reads one message from the buffer, moving its reader index behind it
   */
  public MessageType(
      String name,
      String md5,
      String definition,
      Supplier<T> factory,
      Function<ByteBuf, T> reader) {
    this.name = Objects.requireNonNull(name, "name");
    this.md5 = Objects.requireNonNull(md5, "md5");
    this.definition = Objects.requireNonNull(definition, "definition");
    this.factory = Objects.requireNonNull(factory, "factory");
    this.reader = Objects.requireNonNull(reader, "reader");
  }

  public String name() {
    return name;
  }

  public String md5() {
    return md5;
  }

  public String definition() {
    return definition;
  }

  /** A new message with all fields zero, empty or false. */
  public T create() {
    return factory.get();
  }

  /**
   * Reads one message in ROS 1 serialization. {@code uint8[]} and {@code char[]} fields are
   * unretained slices of the buffer: they live as long as it does; who keeps such a message longer
   * retains the buffer.
   *
   * @throws MalformedMessageException when the bytes end early or a length exceeds what is left
   */
  public T read(ByteBuf in) {
    return reader.apply(in);
  }

  @Override
  public String toString() {
    return name;
  }
}
