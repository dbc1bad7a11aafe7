package org.seqloc.core.kapture;

/** How an image file that exists already comes into a dataset. */
public enum ImageTransfer {
  COPY,
  /**
   * A second name for the same file, which takes no space; a copy where the file system does not
   * permit it. Whoever changes the one file changes both.
   */
  HARD_LINK,
  /** Not at all: the tables name the files, which are elsewhere or not there. */
  NONE
}
