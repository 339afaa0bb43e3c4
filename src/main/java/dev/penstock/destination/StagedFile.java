package dev.penstock.destination;

/**
 * A complete file that nobody can see yet.
 *
 * @param path where it is staged, from the store's root
 * @param crc32c of all its bytes, eight hexadecimal digits
 */
public record StagedFile(String path, long rows, long bytes, String crc32c) {}
