package dev.penstock.engine;

import dev.penstock.destination.LoadPackage;
import dev.penstock.source.Split;

/** All that a worker must know to read one split of one load. It serialises to JSON. */
public record SplitTask(LoadPackage loadPackage, Split split) {}
