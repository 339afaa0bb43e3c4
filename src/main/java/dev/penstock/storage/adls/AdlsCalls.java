package dev.penstock.storage.adls;

import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.penstock.storage.adls.Answer.Kind;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends requests: each with a timeout, and again when the service stumbles. The one place where
 * anything is retried; the library's own retries are off, as it repeats renames without knowing its
 * own success.
 */
final class AdlsCalls {
  /** One try, so that the library never repeats a request by itself. */
  static final RequestRetryOptions LIBRARY =
      new RequestRetryOptions(
          RetryPolicyType.FIXED,
          1,
          Duration.ofHours(1),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          null);

  private final AdlsLimits limits;
  private final Backoff backoff;
  private final RetryPolicy<Object> again;
  private final RetryPolicy<Object> appendAgain;

  AdlsCalls(AdlsLimits limits) {
    this.limits = limits;
    this.backoff = new Backoff(limits);
    this.again = policy(limits.deadline());
    this.appendAgain =
        policy(limits.deadline().plus(limits.appendTimeout()).minus(limits.requestTimeout()));
  }

  private RetryPolicy<Object> policy(Duration deadline) {
    return RetryPolicy.builder()
        .handleIf(e -> e instanceof RequestFailed failed && failed.answer().mayPass())
        .withMaxAttempts(limits.maxTries())
        .withMaxDuration(deadline)
        .withDelayFn(this::delay)
        .build();
  }

  AdlsLimits limits() {
    return limits;
  }

  /**
   * Sends a request until it is answered.
   *
   * @param request takes its timeout; starts from the beginning each time it is called
   * @throws RequestFailed when the answer is no, or when there is none in time
   */
  <T> T send(Function<Duration, T> request) {
    return send(request, answer -> {});
  }

  /**
   * The same, telling of every try that failed.
   *
   * @param failed is told before the next try
   */
  <T> T send(Function<Duration, T> request, Consumer<Answer> failed) {
    return send(again, limits.requestTimeout(), request, failed);
  }

  /** The same for a request that carries a block, and so may take longer. */
  <T> T sendBlock(Function<Duration, T> request, Consumer<Answer> failed) {
    return send(appendAgain, limits.appendTimeout(), request, failed);
  }

  private <T> T send(
      RetryPolicy<Object> policy,
      Duration timeout,
      Function<Duration, T> request,
      Consumer<Answer> failed) {
    try {
      return Failsafe.with(policy).get(() -> attempt(timeout, request, failed));
    } catch (FailsafeException e) {
      // The only checked exception here is the interrupt of a wait between two tries.
      Thread.currentThread().interrupt();
      throw new RequestFailed(Answer.none(Kind.INTERRUPTED, ""), "interrupted", e);
    }
  }

  /** Sends a request once. */
  <T> T sendOnce(Function<Duration, T> request) {
    return attempt(limits.requestTimeout(), request, answer -> {});
  }

  private <T> T attempt(Duration timeout, Function<Duration, T> request, Consumer<Answer> failed) {
    if (Thread.currentThread().isInterrupted()) {
      // Not told as a failed try: nothing was sent.
      throw new RequestFailed(Answer.none(Kind.INTERRUPTED, ""), "interrupted", null);
    }
    try {
      return request.apply(timeout);
    } catch (RuntimeException e) {
      RequestFailed known = Answers.read(e);
      if (known.answer().kind() == Kind.INTERRUPTED) {
        Thread.currentThread().interrupt();
      }
      failed.accept(known.answer());
      throw known;
    }
  }

  private Duration delay(ExecutionContext<Object> tried) {
    Throwable last = tried.getLastException();
    return last instanceof RequestFailed failed
        ? backoff.after(tried.getAttemptCount(), failed.answer().retryAfter())
        : Duration.ZERO;
  }
}
