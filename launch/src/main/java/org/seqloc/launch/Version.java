package org.seqloc.launch;

import java.util.Locale;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as its jar's manifest has it, and what it runs on. */
final class Version implements IVersionProvider {

  /** For example {@code 0.1.0}; {@code development} when classes run outside a jar. */
  static String number() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** What a report says of the machine it was made on. */
  static String machine() {
    return String.format(
        Locale.ROOT,
        "%d cores, %s %s, Java %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"));
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "seqloc " + number() + " (Java " + System.getProperty("java.version") + ")"
    };
  }
}
