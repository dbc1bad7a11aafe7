package org.seqloc.core.kapture;

import org.seqloc.core.Progress;

/** Copies the files of records, images and others, into a dataset that is being written. */
final class RecordFiles {

  private final KaptureWriter writer;
  private final ImageTransfer transfer;
  private final Progress progress;

  RecordFiles(KaptureWriter writer, ImageTransfer transfer, Progress progress) {
    this.writer = writer;
    this.transfer = transfer;
    this.progress = progress;
    if (transfer == ImageTransfer.NONE) {
      writer.leaveOutFiles();
    }
  }

  /** Adds the files of all records. */
  void copy(Kapture kapture, KaptureImages files) {
    copy(kapture, files, "", kapture);
  }

  /**
   * Adds the files of records that stay.
   *
   * @param prefix what the files get in front of their names
   * @param merged the records that are to be written, with the new names
   */
  void copy(Kapture kapture, KaptureImages files, String prefix, Kapture merged) {
    for (RecordKind kind : RecordKind.values()) {
      RecordTable records = kapture.records(kind);
      if (!kind.isFiles() || records.size() == 0 || transfer == ImageTransfer.NONE) {
        continue;
      }
      RecordPaths wanted = new RecordPaths(merged.records(kind));
      progress.begin(
          kind == RecordKind.CAMERA ? "copying images" : "copying " + kind.label() + " files",
          records.size());
      for (int i = 0; i < records.size(); i++) {
        String path = prefix + records.values(i);
        if (merged == kapture || wanted.contains(path)) {
          writer.image(path, files.file(kind, records.values(i)), transfer);
        }
        progress.advance(1);
      }
      progress.end();
    }
  }
}
