package org.seqloc.core.localize;

/** What the stages of one frame took, milliseconds. */
public record StageTimings(double extractMs, double searchMs, double matchMs, double solveMs) {

  public double totalMs() {
    return extractMs + searchMs + matchMs + solveMs;
  }
}
