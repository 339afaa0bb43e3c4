package dev.penstock.source.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The body of the first page, kept so that it can be looked at before it is read. */
final class FirstBody implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private FirstBody(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static FirstBody of(InputStream body) throws IOException {
    // Made for its owner alone, as the JDK makes all temporary files.
    Path path =
        Files.createTempFile("penstock-rest-" + ProcessHandle.current().pid() + "-", ".page");
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    FirstBody kept = new FirstBody(path, channel);
    try {
      OutputStream out = Channels.newOutputStream(channel);
      body.transferTo(out);
      return kept;
    } catch (IOException | RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  /** From the beginning; closing it closes nothing, as parsers do. */
  InputStream again() throws IOException {
    channel.position(0);
    return new FilterInputStream(Channels.newInputStream(channel)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
      }

      @Override
      public void close() {
        // It is read again.
      }
    };
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
