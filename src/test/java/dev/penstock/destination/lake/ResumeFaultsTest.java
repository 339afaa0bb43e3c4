package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.FaultyStorage.Halt;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsStores;
import dev.penstock.testing.InMemory;
import dev.penstock.testing.azure.AdlsServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fault at every single call that a run makes to the store while it keeps what it takes to go on,
 * then a run that goes on.
 */
final class ResumeFaultsTest {
  private static final Instant FIRST = Instant.parse("2026-11-21T03:15:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-21T12:00:00Z");
  private static final Job JOB = Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
  private static final int SPLITS = 3;

  @TempDir(factory = InMemory.class)
  private Path folder;

  private int reused;

  @ParameterizedTest
  @EnumSource(Fault.class)
  void losesAndDoublesNothing(Fault fault) throws Exception {
    int fired = 0;
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads()) {
      Map<String, byte[]> first = first(new Lake(folder.resolve("first"), duckdb), loads);
      boolean struck = true;
      for (int call = 1; struck; call++) {
        Lake lake = new Lake(folder.resolve("trial-" + call), duckdb);
        lake.layDown(first);
        struck = strikeAndGoOn(lake, loads, fault, call);
        fired += struck ? 1 : 0;
      }
    }
    assertThat(fired).isGreaterThan(40);
    assertThat(reused).as("splits that were not read again").isGreaterThan(20);
  }

  @Test
  void losesAndDoublesNothingInAnAccount() throws Exception {
    int fired = 0;
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads();
        AdlsServer account = AdlsStores.account()) {
      Map<String, byte[]> first = first(lake(account, "first", duckdb), loads);
      boolean struck = true;
      // Each second call, for time; a disk above meets them all.
      for (int call = 1; struck; call += 2) {
        Lake lake = lake(account, "trial-" + call, duckdb);
        lake.layDown(first);
        struck = strikeAndGoOn(lake, loads, Fault.HALT_AFTER, call);
        fired += struck ? 1 : 0;
      }
    }
    assertThat(fired).isGreaterThan(20);
    assertThat(reused).as("splits that were not read again").isGreaterThan(10);
  }

  private Lake lake(AdlsServer account, String place, Connection duckdb) {
    return new Lake(folder.resolve(place), account, new StoragePath(place), duckdb);
  }

  /** What every trial begins with: the load before, which meets no fault. */
  private static Map<String, byte[]> first(Lake lake, Loads loads) {
    loads.load(lake.destination(lake.storage()), JOB, FIRST, 1, 2, 3);
    return lake.contents();
  }

  /** Whether there was a call for the fault to strike. */
  private boolean strikeAndGoOn(Lake lake, Loads loads, Fault fault, int call) {
    FaultyStorage faulty = new FaultyStorage(lake.storage(), fault, call);
    try {
      attempt(lake, faulty, loads);
    } catch (IngestException | Halt e) {
      assertThat(lake.rows()).doesNotHaveDuplicates();
    } finally {
      faulty.endProcess();
    }
    attempt(lake, lake.storage(), loads);
    requireAll(lake, "%s at call %d".formatted(fault, call));
    return faulty.fired() == 1;
  }

  private void requireAll(Lake lake, String when) {
    lake.requireConsistent(JOB);
    assertThat(lake.rows()).as(when).isEqualTo(Loads.rows(1, 2, 3, 4, 5, 6));
    lake.destination(lake.storage()).acquire(JOB).close();
    // A plan that was torn in mid-write has no files, and goes by age.
    assertThat(lake.kept(JOB, "staging").keySet()).as(when).noneMatch(f -> f.endsWith(".parquet"));
  }

  /** As an engine: reads three splits of a row each, or what is missing of them. */
  private void attempt(Lake lake, Storage storage, Loads loads) {
    try (Session session = lake.destination(storage).acquire(JOB)) {
      if (session.last().flatMap(CommitRecord::watermark).equals(Optional.of(Loads.watermark(6)))) {
        return;
      }
      Optional<LoadPlan> left = session.drafts().plans().stream().findFirst();
      List<SplitResult> done = left.map(session.drafts()::results).orElse(List.of());
      try (Load load = done.isEmpty() ? begin(session, loads) : resume(session, left)) {
        reused += done.size();
        load.commit(Loads.delivery(JOB, 6, rest(load, loads, done)));
      }
    }
  }

  private static Load begin(Session session, Loads loads) {
    LoadPackage loadPackage = loads.loadPackage(JOB, SECOND);
    Load load = session.begin(loadPackage, Loads.SCHEMA);
    load.keep(Loads.plan(loadPackage, 1, SPLITS));
    return load;
  }

  private static Load resume(Session session, Optional<LoadPlan> plan) {
    return session.resume(
        plan.orElseThrow(), Loads.adopting(plan.orElseThrow(), JOB), Loads.SCHEMA);
  }

  private static SplitResult[] rest(Load load, Loads loads, List<SplitResult> done) {
    Map<Integer, SplitResult> all = new HashMap<>();
    done.forEach(result -> all.put(result.split(), result));
    for (int split = 0; split < SPLITS; split++) {
      if (!all.containsKey(split)) {
        SplitResult result = loads.write(load, split, 4 + split);
        load.keep(result);
        all.put(split, result);
      }
    }
    return new ArrayList<>(all.values()).toArray(SplitResult[]::new);
  }

  @Test
  void aRunThatWakesUpAfterAnotherWentOnWithItsLoadTakesNothingAway() throws Exception {
    int conflicts = 0;
    int fired = 0;
    try (Connection duckdb = Lake.connect();
        Loads loads = new Loads()) {
      boolean struck = true;
      for (int call = 1; struck; call++) {
        Lake lake = new Lake(folder.resolve("zombie-" + call), duckdb);
        loads.load(lake.destination(lake.storage()), JOB, FIRST, 1, 2, 3);
        FaultyStorage sleeping = new FaultyStorage(lake.storage(), Fault.FAIL_BEFORE, 0);
        FaultyStorage faulty = new FaultyStorage(lake.storage(), Fault.HALT_AFTER, call);
        try (Session session = lake.destination(sleeping).acquire(JOB);
            Load load = begin(session, loads)) {
          SplitResult[] whole = rest(load, loads, List.of());
          // Its lease has lapsed, though it lives.
          sleeping.endProcess();
          die(lake, faulty, loads);
          conflicts += commitAfterAll(load, whole);
        }
        attempt(lake, lake.storage(), loads);
        requireAll(lake, "call " + call);
        struck = faulty.fired() == 1;
        fired += struck ? 1 : 0;
      }
    }
    assertThat(fired).isGreaterThan(20);
    assertThat(conflicts).isGreaterThan(5).isLessThan(fired);
  }

  private void die(Lake lake, FaultyStorage faulty, Loads loads) {
    try {
      attempt(lake, faulty, loads);
    } catch (IngestException | Halt e) {
      assertThat(lake.rows()).doesNotHaveDuplicates();
    } finally {
      faulty.endProcess();
    }
  }

  /** Whether another was first. */
  private static int commitAfterAll(Load load, SplitResult[] whole) {
    try {
      load.commit(Loads.delivery(JOB, 6, whole));
      return 0;
    } catch (IngestException e) {
      return 1;
    }
  }
}
