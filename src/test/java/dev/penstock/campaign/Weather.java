package dev.penstock.campaign;

import dev.penstock.testing.azure.FaultScript;
import dev.penstock.testing.azure.FaultScript.Fault;
import java.time.Duration;
import java.util.Random;

/** What a service in bad weather does to one request in twenty. */
enum Weather {
  THROTTLED {
    @Override
    void strike(Fault fault) {
      fault.throttled("0");
    }
  },
  BUSY {
    @Override
    void strike(Fault fault) {
      fault.busy(Duration.ZERO);
    }
  },
  ERROR {
    @Override
    void strike(Fault fault) {
      fault.status(500, "InternalError", "The server encountered an internal error.");
    }
  },
  ERROR_AFTER_THE_EFFECT {
    @Override
    void strike(Fault fault) {
      fault.afterApplying().status(500, "InternalError", "words");
    }
  },
  NO_ANSWER_IN_TIME {
    @Override
    void strike(Fault fault) {
      fault.stall();
    }
  },
  SLOW {
    @Override
    void strike(Fault fault) {
      fault.delay(Duration.ofMillis(30));
    }
  },
  RESET {
    @Override
    void strike(Fault fault) {
      fault.reset();
    }
  },
  RESET_AFTER_THE_EFFECT {
    @Override
    void strike(Fault fault) {
      fault.afterApplying().reset();
    }
  },
  /** What a token that has just run out is told; not repeated, so that the load fails. */
  TOKEN_EXPIRED {
    @Override
    void strike(Fault fault) {
      fault.status(
          401, "InvalidAuthenticationInfo", "Lifetime validation failed. The token is expired.");
    }
  },
  BODY_CUT_SHORT {
    @Override
    void strike(Fault fault) {
      fault.truncate();
    }
  };

  /** How often a request is struck, whatever by. */
  private static final double ODDS = 0.05;

  abstract void strike(Fault fault);

  /** From now on, until the script is cleared. */
  static void begin(FaultScript faults, long seed) {
    Random random = new Random(seed);
    for (Weather kind : values()) {
      kind.strike(faults.onAny().randomly(ODDS / values().length, random.nextLong()));
    }
  }
}
