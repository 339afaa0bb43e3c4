package dev.penstock.audit;

/**
 * Where audit rows are kept. Safe for use by several threads and, where it is a file, by several
 * processes.
 */
public interface AuditTrail {
  /** Adds a row, durable when this returns. */
  void append(AuditEntry entry);
}
