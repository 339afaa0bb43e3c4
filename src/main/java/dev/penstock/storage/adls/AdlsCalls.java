package dev.penstock.storage.adls;

import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import dev.penstock.storage.adls.Answer.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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
  private final RetryPolicy again;
  private final RetryPolicy appendAgain;

  AdlsCalls(AdlsLimits limits) {
    this.limits = limits;
    this.again = limits.retry();
    this.appendAgain =
        again.withDeadline(
            limits.deadline().plus(limits.appendTimeout()).minus(limits.requestTimeout()));
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
      RetryPolicy policy,
      Duration timeout,
      Function<Duration, T> request,
      Consumer<Answer> failed) {
    return policy.call(new Sending<>(() -> attempt(timeout, request, failed)), Time.REAL);
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

  /** One request, as often as it takes. */
  private record Sending<T>(Supplier<T> request) implements RetryPolicy.Work<T> {
    @Override
    public T attempt() {
      return request.get();
    }

    @Override
    public boolean mayPass(RuntimeException failure) {
      return failure instanceof RequestFailed failed && failed.answer().mayPass();
    }

    @Override
    public Optional<Duration> wish(RuntimeException failure) {
      return failure instanceof RequestFailed failed
          ? failed.answer().retryAfter().flatMap(header -> RetryPolicy.wish(header, Instant.now()))
          : Optional.empty();
    }

    @Override
    public RuntimeException ended(RuntimeException last, RetryPolicy.End end) {
      return switch (end) {
        case TRIES, DEADLINE -> last;
        case INTERRUPT -> new RequestFailed(Answer.none(Kind.INTERRUPTED, ""), "interrupted", last);
      };
    }
  }
}
