package org.seqloc.bags;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** The messages of another cursor, each changed or left out. */
public final class MappingCursor implements BagCursor {

  private final BagCursor messages;
  private final Function<BagMessage, Optional<BagMessage>> mapping;
  private Optional<BagMessage> next = Optional.empty();

  /**
   * @param messages is closed with this
   * @param mapping what becomes of a message; empty when it is left out
   */
  public MappingCursor(BagCursor messages, Function<BagMessage, Optional<BagMessage>> mapping) {
    this.messages = messages;
    this.mapping = mapping;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && messages.hasNext()) {
      next = mapping.apply(messages.next());
    }
    return next.isPresent();
  }

  @Override
  public BagMessage next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the bag has no more messages");
    }
    BagMessage message = next.get();
    next = Optional.empty();
    return message;
  }

  @Override
  public void close() {
    next = Optional.empty();
    messages.close();
  }
}
