package dev.penstock.bench;

import java.util.OptionalLong;

/**
 * What one process cost, its children included.
 *
 * @param wallSeconds from start to exit
 * @param cpuSeconds user and system time
 * @param peakBytes the most memory that the largest process of the tree had resident; empty where
 *     the system has no {@code /proc}, and for a process shorter than one look
 */
record Measurement(double wallSeconds, double cpuSeconds, OptionalLong peakBytes) {}
