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
import dev.penstock.failure.RetryPolicy;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import reactor.core.publisher.Mono;

/**
 * Tries a request again when the vault is busy, fails or breaks the connection. The SDK's own
 * policy waits as long as a Retry-After says and knows no end in time.
 */
final class PatientPolicy implements HttpPipelinePolicy {
  private static final String RESPONSE_TIMEOUT = "azure-response-timeout";

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
    context.setData(RESPONSE_TIMEOUT, patience.request());
    try {
      return patience
          .retry()
          .call(new Asking(context.getHttpRequest(), context, next), patience.time());
    } catch (NotNow e) {
      return e.response;
    }
  }

  /** The vault answered, but not what it was asked for. */
  private static final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponse response;

    NotNow(HttpResponse response) {
      super("status " + response.getStatusCode());
      this.response = response;
    }
  }

  /** One request, as often as it takes. */
  private record Asking(
      HttpRequest original, HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next)
      implements RetryPolicy.Work<HttpResponse> {
    @Override
    public HttpResponse attempt() {
      context.setHttpRequest(original.copy());
      HttpResponse response = next.clone().processSync();
      if (RetryPolicy.mayPass(response.getStatusCode())) {
        throw new NotNow(response);
      }
      return response;
    }

    @Override
    public boolean mayPass(RuntimeException failure) {
      return failure instanceof NotNow || isPassing(failure);
    }

    @Override
    public Optional<Duration> wish(RuntimeException failure) {
      return failure instanceof NotNow busy
          ? Optional.ofNullable(busy.response.getHeaderValue(HttpHeaderName.RETRY_AFTER))
              .flatMap(header -> RetryPolicy.wish(header, Instant.now()))
          : Optional.empty();
    }

    @Override
    public void waiting(RuntimeException failure, int tries, Duration wait) {
      if (failure instanceof NotNow busy) {
        busy.response.close();
      }
    }

    @Override
    public RuntimeException ended(RuntimeException last, RetryPolicy.End end) {
      return switch (end) {
        case TRIES, DEADLINE -> last;
        case INTERRUPT ->
            new IngestException(
                ErrorCode.INTERRUPTED, "stopped while the key vault was asked.", last);
      };
    }
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
}
