package org.seqloc.core;

/** Hears how far a long piece of work has come. Called from one thread at a time. */
public interface Progress {

  /** Hears nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(String label, long total) {}

        @Override
        public void advance(long steps) {}

        @Override
        public void end() {}
      };

  /**
   * A new stage starts.
   *
   * @param label what is being done, lower case: "extracting features"
   * @param total the number of steps to come
   */
  void begin(String label, long total);

  /** So many more steps of the stage are done. */
  void advance(long steps);

  /** The stage is over. */
  void end();
}
