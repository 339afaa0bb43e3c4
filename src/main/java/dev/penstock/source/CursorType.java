package dev.penstock.source;

/** What kind of value a cursor column holds. */
public enum CursorType {
  INTEGER,
  DECIMAL,
  DATE,
  /** Without zone. */
  TIMESTAMP,
  /** With zone: an instant. */
  TIMESTAMP_TZ,
  TEXT
}
