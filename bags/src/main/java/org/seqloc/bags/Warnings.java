package org.seqloc.bags;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.seqloc.core.SeqlocException;

/**
 * What is wrong with a file, one line for each place in the order they were met; of very many, only
 * the first are kept. Several threads may use it: cursors tell here what they pass over.
 */
public final class Warnings {

  private static final int MAX_LINES = 50;

  private final Path file;
  private final Set<String> lines = new LinkedHashSet<>();
  private long unnamed;

  /**
   * @param file that all lines are about
   */
  public Warnings(Path file) {
    this.file = file;
  }

  /**
   * Adds a line unless it is known.
   *
   * @param text with the file's name
   */
  public synchronized void add(String text) {
    String line = SeqlocException.oneLine(text);
    if (lines.contains(line)) {
      return;
    }
    if (lines.size() < MAX_LINES) {
      lines.add(line);
    } else {
      unnamed++;
    }
  }

  /**
   * Tells of damage and what it costs.
   *
   * @param lost as {@code its 5 messages are left out}
   */
  public void passOver(DamagedBagException damage, String lost) {
    add(file + ": " + damage.reason() + "; " + lost);
  }

  /** The lines so far. */
  public synchronized List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (unnamed > 0) {
      all.add(file + ": " + unnamed + " more places like these");
    }
    return all;
  }
}
