/** Rows that are read again below the watermark: which of them were delivered before. */
package dev.penstock.engine.late;
