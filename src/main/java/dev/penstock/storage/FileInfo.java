package dev.penstock.storage;

import java.time.Instant;

/** A file as a store lists it; {@code bytes} is its length. */
public record FileInfo(StoragePath path, long bytes, Instant modifiedAt) {}
