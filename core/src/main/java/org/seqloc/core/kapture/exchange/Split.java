package org.seqloc.core.kapture.exchange;

/** The parts of a localization benchmark. */
public enum Split {
  /** The images of the map, with poses. */
  MAPPING,
  /** The images to localize; poses where they are published. */
  QUERY
}
