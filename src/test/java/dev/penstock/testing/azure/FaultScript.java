package dev.penstock.testing.azure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Which requests go wrong, and how. The first rule that matches a request decides. */
public final class FaultScript {
  /** What happens to a request that a rule meets. */
  enum Action {
    NONE,
    STATUS,
    RESET,
    STALL,
    TRUNCATE
  }

  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  /** A rule for every request of one operation, until it is narrowed; without an action, none. */
  public Fault on(Operation operation) {
    Fault fault = new Fault(Optional.of(operation));
    faults.add(fault);
    return fault;
  }

  /** A rule for requests of every operation. */
  public Fault onAny() {
    Fault fault = new Fault(Optional.empty());
    faults.add(fault);
    return fault;
  }

  /** In place of all rules: one request of this operation, after {@code skip} others of it. */
  public Fault strike(Operation operation, LakeFault fault, int skip) {
    clear();
    return fault.strike(on(operation).nth(skip + 1));
  }

  /** How many requests the rules have met. */
  public int fired() {
    return faults.stream().mapToInt(Fault::fired).sum();
  }

  /** Forgets every rule. */
  public void clear() {
    faults.clear();
  }

  Optional<Fault> meet(LakeRequest request) {
    for (Fault fault : faults) {
      if (fault.meets(request)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** One rule; its methods narrow it or say what goes wrong, and give the rule back. */
  public static final class Fault {
    private final Optional<Operation> operation;
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicInteger fired = new AtomicInteger();
    private volatile Pattern path = Pattern.compile(".*");
    private volatile IntPredicate which = number -> true;
    volatile Action action = Action.NONE;
    volatile boolean applied;
    volatile Duration delay = Duration.ZERO;
    volatile LakeError error = new LakeError(500, "InternalError", "");

    private Fault(Optional<Operation> operation) {
      this.operation = operation;
    }

    /** Only paths (inside the container) in which this regular expression is found. */
    public Fault path(String regex) {
      path = Pattern.compile(regex);
      return this;
    }

    /** Only the n-th request that matches, counted from 1. */
    public Fault nth(int n) {
      which = number -> number == n;
      return this;
    }

    /** Every n-th request that matches. */
    public Fault every(int n) {
      which = number -> number % n == 0;
      return this;
    }

    /** Each request with this probability, the same ones for the same seed. */
    public Fault randomly(double probability, long seed) {
      Random random = new Random(seed);
      which = number -> random.nextDouble() < probability;
      return this;
    }

    /** Does what was asked before it goes wrong. */
    public Fault afterApplying() {
      applied = true;
      return this;
    }

    /** Waits this long before it goes on. */
    public Fault delay(Duration time) {
      delay = time;
      return this;
    }

    /** Answers with an error; without a code as a gateway does, with nothing but the status. */
    public Fault status(int status, String code, String message) {
      error = new LakeError(status, code, message);
      action = Action.STATUS;
      return this;
    }

    /** Answers 503 ServerBusy with this Retry-After. */
    public Fault busy(Duration retryAfter) {
      error =
          new LakeError(
              503,
              "ServerBusy",
              "The server is busy.",
              Map.of("Retry-After", String.valueOf(retryAfter.toSeconds())));
      action = Action.STATUS;
      return this;
    }

    /** Answers 429 with this Retry-After, as it is. */
    public Fault throttled(String retryAfter) {
      error =
          new LakeError(
              429,
              "TooManyRequests",
              "The request was throttled.",
              Map.of("Retry-After", retryAfter));
      action = Action.STATUS;
      return this;
    }

    /** Gives no answer, until the server is closed or half a minute is over. */
    public Fault stall() {
      action = Action.STALL;
      return this;
    }

    /** Closes the connection without an answer. */
    public Fault reset() {
      action = Action.RESET;
      return this;
    }

    /** Sends half of the body, then closes the connection. */
    public Fault truncate() {
      action = Action.TRUNCATE;
      applied = true;
      return this;
    }

    /** How many requests this rule has met. */
    public int fired() {
      return fired.get();
    }

    private boolean meets(LakeRequest request) {
      boolean other = operation.filter(wanted -> wanted != request.operation()).isPresent();
      if (other || !path.matcher(request.path()).find()) {
        return false;
      }
      synchronized (this) {
        if (!which.test(seen.incrementAndGet())) {
          return false;
        }
      }
      fired.incrementAndGet();
      return true;
    }
  }
}
