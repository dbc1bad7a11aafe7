package org.seqloc.launch;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as its jar's manifest has it. */
final class Version implements IVersionProvider {

  /** For example {@code 0.1.0}; {@code development} when classes run outside a jar. */
  static String number() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "seqloc " + number() + " (Java " + System.getProperty("java.version") + ")"
    };
  }
}
