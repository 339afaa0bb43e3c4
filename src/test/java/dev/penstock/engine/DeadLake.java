package dev.penstock.engine;

import dev.penstock.destination.Destination;
import dev.penstock.destination.Ledger;
import dev.penstock.destination.Session;
import dev.penstock.destination.Upkeep;
import dev.penstock.job.Job;
import java.util.List;

/** A lake that is down, or does something else before it lets a job in. */
record DeadLake(Destination lake, Runnable before) implements Destination {
  @Override
  public Ledger ledger(Job job) {
    before.run();
    return lake.ledger(job);
  }

  @Override
  public Session acquire(Job job) {
    before.run();
    return lake.acquire(job);
  }

  @Override
  public Upkeep upkeep(Job job) {
    return lake.upkeep(job);
  }

  @Override
  public List<String> tablesOf(Job row) {
    before.run();
    return lake.tablesOf(row);
  }

  @Override
  public void close() {
    lake.close();
  }
}
