package org.seqloc.bags;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Several files as one recording. Connections that say the same in several files, as those of a
 * recording that was split do, are one; all are numbered anew, in the order of the files.
 */
public final class MergedBag implements Bag {

  /** An open file, and which connection of the whole each of its own is. */
  record Part(Bag bag, Map<Connection, Connection> ofWhole) {}

  private final List<Part> parts;
  private final List<Connection> connections;
  private final Map<Connection, Long> counts = new HashMap<>();

  private MergedBag(List<Part> parts, List<Connection> connections) {
    this.parts = parts;
    this.connections = connections;
    connections.forEach(c -> counts.put(c, 0L));
    for (Part part : parts) {
      part.ofWhole()
          .forEach((own, whole) -> counts.merge(whole, part.bag().messageCount(own), Long::sum));
    }
  }

  /** As {@link Bag#open(List)}. */
  public static MergedBag open(List<Path> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files");
    }
    List<Bag> bags = new ArrayList<>();
    try {
      for (Path file : files) {
        bags.add(Bag.open(file));
      }
      return of(bags);
    } catch (RuntimeException e) {
      bags.forEach(Bag::close);
      throw e;
    }
  }

  /** Merges open bags, which {@link #close} closes. */
  public static MergedBag of(List<Bag> bags) {
    Map<Connection, Connection> known = new LinkedHashMap<>();
    List<Part> parts = new ArrayList<>();
    for (Bag bag : bags) {
      Map<Connection, Connection> ofWhole = new HashMap<>();
      // Two connections of one file stay two.
      Map<Connection, Integer> seen = new HashMap<>();
      for (Connection own : bag.connections()) {
        Connection bare = own.withId(0);
        Connection key = bare.withId(seen.merge(bare, 1, Integer::sum));
        ofWhole.put(own, known.computeIfAbsent(key, k -> k.withId(known.size())));
      }
      parts.add(new Part(bag, ofWhole));
    }
    return new MergedBag(List.copyOf(parts), List.copyOf(known.values()));
  }

  @Override
  public Path path() {
    return parts.get(0).bag().path();
  }

  @Override
  public List<Path> files() {
    return parts.stream().flatMap(part -> part.bag().files().stream()).toList();
  }

  @Override
  public List<Connection> connections() {
    return connections;
  }

  @Override
  public long startNanos() {
    return parts.stream()
        .filter(part -> part.bag().messageCount() > 0)
        .mapToLong(part -> part.bag().startNanos())
        .min()
        .orElse(0);
  }

  @Override
  public long endNanos() {
    return parts.stream()
        .filter(part -> part.bag().messageCount() > 0)
        .mapToLong(part -> part.bag().endNanos())
        .max()
        .orElse(0);
  }

  @Override
  public long messageCount() {
    return parts.stream().mapToLong(part -> part.bag().messageCount()).sum();
  }

  @Override
  public long messageCount(Connection connection) {
    Long count = counts.get(connection);
    if (count == null) {
      throw new IllegalArgumentException(connection.topic() + " is not a connection of " + path());
    }
    return count;
  }

  @Override
  public long extraRecords() {
    return parts.stream().mapToLong(part -> part.bag().extraRecords()).sum();
  }

  /** Messages of equal stamps come in the order of the files. */
  @Override
  public BagCursor messages(Predicate<Connection> filter, long fromNanos, long toNanos) {
    return new MergedCursor(
        parts.stream()
            .map(
                part ->
                    new MergedCursor.Source(
                        part.bag().startNanos(),
                        part.ofWhole(),
                        () ->
                            part.bag()
                                .messages(
                                    own -> filter.test(part.ofWhole().get(own)),
                                    fromNanos,
                                    toNanos)))
            .toList());
  }

  @Override
  public BagInfo info() {
    List<BagInfo> infos = parts.stream().map(part -> part.bag().info()).toList();
    return BagSummary.of(
        this,
        infos.get(0).version(),
        infos.stream().mapToLong(BagInfo::sizeBytes).sum(),
        infos.stream().flatMap(info -> info.compressions().stream()));
  }

  @Override
  public List<String> warnings() {
    return parts.stream().flatMap(part -> part.bag().warnings().stream()).toList();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.bag().close());
  }
}
