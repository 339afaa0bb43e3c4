package dev.penstock.secret.keyvault;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLHandshakeException;
import reactor.core.publisher.Mono;

/**
 * Tries a request again when the vault is busy, fails or breaks the connection. The SDK's own
 * policy waits as long as a Retry-After says and knows no end in time.
 */
final class PatientPolicy implements HttpPipelinePolicy {
  private static final String RESPONSE_TIMEOUT = "azure-response-timeout";
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final int MOST_TRIES = 6;

  private final Patience patience;

  PatientPolicy(Patience patience) {
    this.patience = patience;
  }

  /** Around the sign-in too, as its host may be out of reach for a moment like the vault. */
  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  /** Only the synchronous client is in use. */
  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process();
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    HttpRequest original = context.getHttpRequest();
    context.setData(RESPONSE_TIMEOUT, patience.request());
    long end = System.nanoTime() + patience.total().toNanos();
    for (int attempt = 1; ; attempt++) {
      context.setHttpRequest(original.copy());
      Optional<Duration> pause;
      try {
        HttpResponse response = next.clone().processSync();
        pause = pauseAfter(response, attempt, end);
        if (pause.isEmpty()) {
          return response;
        }
        response.close();
      } catch (RuntimeException e) {
        pause = isPassing(e) ? pause(Optional.empty(), attempt, end) : Optional.empty();
        if (pause.isEmpty()) {
          throw e;
        }
      }
      await(pause.get());
    }
  }

  private Optional<Duration> pauseAfter(HttpResponse response, int attempt, long end) {
    int status = response.getStatusCode();
    boolean passing = status == 429 || status == 408 || (status >= 500 && status != 501);
    return passing ? pause(retryAfter(response), attempt, end) : Optional.empty();
  }

  /** Empty when there is no time or no try left. */
  private Optional<Duration> pause(Optional<Duration> wanted, int attempt, long end) {
    Duration pause = wanted.orElseGet(() -> usual(attempt));
    if (pause.compareTo(patience.longestPause()) > 0) {
      pause = patience.longestPause();
    }
    boolean time = System.nanoTime() + pause.toNanos() < end;
    return time && attempt < MOST_TRIES ? Optional.of(pause) : Optional.empty();
  }

  /** Twice as long each time, and never the same for two processes that began together. */
  private static Duration usual(int attempt) {
    long millis = FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10);
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  private static Optional<Duration> retryAfter(HttpResponse response) {
    String text = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return text.matches("\\d{1,9}")
          ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
          : Optional.of(until(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration until(String date) {
    Instant moment = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    Duration left = Duration.between(Instant.now(), moment);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether this may be over the next time; a wrong name or certificate will not. */
  private static boolean isPassing(RuntimeException failure) {
    boolean passing = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException
          || cause instanceof java.nio.channels.UnresolvedAddressException
          || cause instanceof SSLHandshakeException
          || isFinal(cause)) {
        return false;
      }
      passing |= cause instanceof IOException || cause instanceof IngestException;
    }
    return passing;
  }

  /** A sign-in that was refused; one that found nobody to ask may be answered the next time. */
  private static boolean isFinal(Throwable failure) {
    return failure instanceof IngestException signIn
        && signIn.code() != ErrorCode.SOURCE_UNREACHABLE;
  }

  private void await(Duration pause) {
    try {
      patience.pause().of(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(ErrorCode.INTERRUPTED, "stopped while the key vault was asked.", e);
    }
  }
}
