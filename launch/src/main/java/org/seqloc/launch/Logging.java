package org.seqloc.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Levels of the log, which goes to stderr as logback.xml says: warnings, or more on request. */
final class Logging {

  private Logging() {}

  static void configure(boolean verbose) {
    level(Logger.ROOT_LOGGER_NAME, verbose ? Level.INFO : Level.WARN);
    if (verbose) {
      level("org.seqloc", Level.DEBUG);
    }
  }

  private static void level(String logger, Level level) {
    // Another SLF4J backend on the class path has its own configuration.
    if (LoggerFactory.getLogger(logger) instanceof Logger logback) {
      logback.setLevel(level);
    }
  }
}
