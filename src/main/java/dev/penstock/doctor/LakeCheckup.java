package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.IngestException;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Described;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Does in a folder of its own what a load does in a container, and removes the folder. */
public final class LakeCheckup implements Checkup {
  private final Supplier<Containers> lake;
  private final Optional<String> container;
  private final Clock clock;

  /**
   * @param lake opened by the checkup, which closes it: finding the lake's address and signing in
   *     may take long as well
   * @param container empty for the one that the lake's address names
   */
  public LakeCheckup(Supplier<Containers> lake, Optional<String> container, Clock clock) {
    this.lake = requireNonNull(lake, "lake");
    this.container = requireNonNull(container, "container");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public String subject() {
    return container.map(name -> "lake, container " + name).orElse("lake");
  }

  @Override
  public void examine(Chart chart) {
    chart.step("looking for the lake's address and credentials");
    try (Containers containers = lake.get()) {
      Containers.Place place = containers.place(container);
      chart.fact("place", place(place));
      if (place.storage() instanceof Described described) {
        chart.step("asking who is signed in");
        described.facts().forEach(chart::fact);
      }
      StoragePath scratch = place.base().resolve("_penstock/doctor-" + UUID.randomUUID());
      new LakeTrial(place.storage(), scratch, clock, chart).run();
    } catch (IngestException e) {
      chart.add(Finding.of(e));
    }
  }

  private static String place(Containers.Place place) {
    Storage storage = place.storage();
    return place.base().equals(StoragePath.ROOT)
        ? storage.root()
        : storage.root() + "/" + place.base();
  }
}
