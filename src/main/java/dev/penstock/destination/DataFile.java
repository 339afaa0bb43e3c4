package dev.penstock.destination;

/**
 * A file of a load package.
 *
 * @param stagedPath where it was written, from the store's root
 * @param path where it is published, from the store's root
 */
public record DataFile(String stagedPath, String path, long rows, long bytes, String crc32c) {}
