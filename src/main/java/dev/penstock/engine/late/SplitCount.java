package dev.penstock.engine.late;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows of one split.
 *
 * @param offered all of them
 * @param dropped those that were not passed on
 */
record SplitCount(AtomicLong offered, AtomicLong dropped) {
  SplitCount() {
    this(new AtomicLong(), new AtomicLong());
  }
}
