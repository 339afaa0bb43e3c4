package dev.penstock.campaign.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.campaign.process.RunsProcess.Answer;
import dev.penstock.campaign.process.RunsProcess.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills run after run over one lake, each the first of its process, as a user's is, and lets a run
 * of this JVM mend what is left. The process to be killed next starts meanwhile.
 */
final class KilledRuns implements AutoCloseable {
  private final Tally tally;
  private final Lakes lakes;
  private final Beginning beginning;
  private final int trialsPerLake;
  private PausedShop shop;
  private RunsProcess victim;
  private int trials;

  /** In how long a run is likely to be at its end. */
  private long runNanos = TimeUnit.MILLISECONDS.toNanos(900);

  /** At which of its calls a run is likely to be at its end. */
  private int runCalls = 150;

  /** Gives a new lake, and an empty shop. */
  @FunctionalInterface
  interface Lakes {
    PausedShop next() throws IOException, SQLException;
  }

  /** What a lake holds when the first run over it is killed. */
  enum Beginning {
    NOTHING,
    A_LOAD
  }

  /** How a process comes to its end in the middle of a run. */
  @FunctionalInterface
  private interface Death {
    Answer of(RunsProcess process) throws Exception;
  }

  /**
   * @param trialsPerLake a lake grows with each trial, and with it the time to look through it
   */
  KilledRuns(Tally tally, Lakes lakes, Beginning beginning, int trialsPerLake) {
    this.tally = tally;
    this.lakes = lakes;
    this.beginning = beginning;
    this.trialsPerLake = trialsPerLake;
  }

  /** At a call that the run comes by for sure. */
  void at(String point, int time) {
    trial(
        "killed at %s, time %d".formatted(point, time),
        process -> {
          process.send("point " + point + " " + time);
          Answer answer = process.run(PausedShop.RUN);
          assertThat(answer.outcome()).as(answer.text()).isEqualTo(Outcome.HELD);
          process.kill();
          return new Answer(Outcome.DIED, -1, answer.text());
        });
  }

  /** At any call. */
  void atAnyCall(Random random) {
    int call = 1 + random.nextInt(runCalls);
    trial(
        "killed at call " + call,
        process -> {
          process.send("call " + call);
          Answer answer = process.run(PausedShop.RUN);
          boolean held = answer.outcome() == Outcome.HELD;
          runCalls = held ? Math.max(runCalls, call + call / 10) : call;
          process.kill();
          return held ? new Answer(Outcome.DIED, -1, answer.text()) : answer;
        });
  }

  /** At any moment. */
  void atAnyMoment(Random random) {
    Duration moment = Duration.ofNanos((long) (random.nextDouble() * runNanos));
    trial(
        "killed after " + moment,
        process -> {
          process.begin(PausedShop.RUN);
          process.killAfter(moment);
          Answer answer = process.next();
          runNanos = answer.outcome() == Outcome.DIED ? runNanos * 21 / 20 : runNanos * 4 / 5;
          return answer;
        });
  }

  /** One more run, that nobody kills. */
  void runToTheEnd() throws IOException, SQLException {
    shop.runWell();
    shop.requireSound();
    shop.requireSettled();
  }

  private void trial(String name, Death death) {
    tally.trial(
        name,
        () -> {
          boolean sound = false;
          try {
            kill(death);
            sound = true;
          } finally {
            if (!sound) {
              close();
            }
          }
        });
  }

  private void kill(Death death) throws Exception {
    if (shop == null || trials == trialsPerLake) {
      open();
    }
    trials++;
    shop.shop().insert();
    if (death.of(victim).outcome() == Outcome.DIED) {
      tally.fired();
    }
    victim.close();
    shop.place().dropLocks();
    victim = shop.start();
    shop.runWell();
    shop.requireSound();
    shop.requireSettled();
  }

  private void open() throws IOException, SQLException {
    close();
    shop = lakes.next();
    trials = 0;
    victim = shop.start();
    if (beginning == Beginning.A_LOAD) {
      shop.shop().insert();
      shop.runWell();
    }
  }

  @Override
  public void close() {
    if (shop != null) {
      shop.close();
      shop = null;
    }
  }
}
