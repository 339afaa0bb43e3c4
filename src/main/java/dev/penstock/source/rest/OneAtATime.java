package dev.penstock.source.rest;

import dev.penstock.source.rest.http.Answer;
import dev.penstock.source.rest.http.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * Pages that come at the same time are read one after the other, each when it is there whole, so
 * that a slow answer holds up no other.
 */
final class OneAtATime implements Intake.Turn {
  /** A larger page waits for its turn on disk. */
  private static final int MOST_IN_MEMORY = 1 << 20;

  @Override
  public <T> T read(Answer answer, Api.Reader<T> reader) throws IOException {
    byte[] beginning = answer.body().readNBytes(MOST_IN_MEMORY);
    InputStream begun = new ByteArrayInputStream(beginning);
    if (beginning.length < MOST_IN_MEMORY) {
      return inTurn(with(answer, begun), reader);
    }
    try (FirstBody whole = FirstBody.of(new SequenceInputStream(begun, answer.body()))) {
      return inTurn(with(answer, whole.again()), reader);
    }
  }

  private static Answer with(Answer answer, InputStream body) {
    return new Answer(answer.uri(), answer.status(), answer.headers(), body);
  }

  private synchronized <T> T inTurn(Answer answer, Api.Reader<T> reader) throws IOException {
    return reader.read(answer);
  }
}
