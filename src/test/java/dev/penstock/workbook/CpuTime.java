package dev.penstock.workbook;

import java.lang.management.ManagementFactory;

/** Time that this thread has worked, which other programs on the machine do not lengthen. */
final class CpuTime {
  private CpuTime() {}

  static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
