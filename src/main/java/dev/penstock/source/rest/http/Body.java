package dev.penstock.source.rest.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream that waits for no byte longer than it may: the JDK's own would
 * wait for ever. A few buffers lie between network and reader.
 */
final class Body extends InputStream implements BodySubscriber<InputStream> {
  private static final int AHEAD = 4;

  private final Duration patience;
  private final long latest;
  private final Deque<Deque<ByteBuffer>> ready = new ArrayDeque<>();
  private Flow.Subscription subscription;
  private boolean complete;
  private boolean closed;
  private Throwable failure;

  /**
   * @param latest the moment of {@link System#nanoTime} by which all of it must have come
   */
  Body(Duration patience, long latest) {
    this.patience = patience;
    this.latest = latest;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    if (closed) {
      given.cancel();
      return;
    }
    subscription = given;
    subscription.request(AHEAD);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    ready.addLast(new ArrayDeque<>(buffers));
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  @Override
  public synchronized void onComplete() {
    complete = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) throws IOException {
    ByteBuffer next = await();
    if (next == null) {
      return -1;
    }
    int count = 0;
    while (next != null && count < length) {
      int part = Math.min(length - count, next.remaining());
      next.get(into, offset + count, part);
      count += part;
      dropWhatIsRead();
      next = ready.isEmpty() ? null : ready.peek().peek();
    }
    return count;
  }

  /** The buffer to read from; null at the end. */
  private ByteBuffer await() throws IOException {
    long now = System.nanoTime();
    long end = now + Math.min(patience.toNanos(), latest - now);
    while (true) {
      dropWhatIsRead();
      if (closed) {
        throw new IOException("closed");
      }
      if (System.nanoTime() - latest >= 0) {
        throw new HttpTimeoutException("the answer did not come to its end in time");
      }
      if (!ready.isEmpty()) {
        return ready.peek().peek();
      }
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      if (complete) {
        return null;
      }
      pause(end - System.nanoTime());
    }
  }

  /** The next list is asked for when one is read, so that no more than a few wait here. */
  private void dropWhatIsRead() {
    while (!ready.isEmpty()) {
      Deque<ByteBuffer> list = ready.peek();
      while (!list.isEmpty() && !list.peek().hasRemaining()) {
        list.remove();
      }
      if (!list.isEmpty()) {
        return;
      }
      ready.remove();
      subscription.request(1);
    }
  }

  private void pause(long nanos) throws IOException {
    if (nanos <= 0) {
      throw new HttpTimeoutException(
          "no byte of the answer came for %d s".formatted(patience.toSeconds()));
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    ready.clear();
    if (subscription != null) {
      subscription.cancel();
    }
    notifyAll();
  }
}
