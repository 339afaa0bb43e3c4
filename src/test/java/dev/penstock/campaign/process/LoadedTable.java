package dev.penstock.campaign.process;

/** A table that a campaign loads; its key and cursor is {@code id}, and {@code note} is text. */
record LoadedTable(String job, String name, Rule rule) {
  /** What the lake holds of it. */
  enum Rule {
    /** The rows up to the watermark; each record holds those between two watermarks. */
    APPENDED,
    /** The rows up to the watermark, whichever record brought them. */
    APPENDED_LATE,
    /** What the source holds. */
    REPLACED
  }
}
