package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.storage.Containers;
import dev.penstock.storage.Described;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Does in a folder of its own what a load does in a container, and removes the folder. */
public final class LakeCheckup implements Checkup {
  private final Lake lake;
  private final Optional<String> container;
  private final FrontDoor door;
  private final Clock clock;

  /**
   * @param container empty for the one that the lake's address names
   * @param door how the lake's service is knocked at, if there is one
   */
  public LakeCheckup(Lake lake, Optional<String> container, FrontDoor door, Clock clock) {
    this.lake = requireNonNull(lake, "lake");
    this.container = requireNonNull(container, "container");
    this.door = requireNonNull(door, "door");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public String subject() {
    return container.map(name -> "lake, container " + name).orElse("lake");
  }

  @Override
  public void examine(Chart chart) {
    chart.step("looking for the lake's address and credentials");
    lake.problems().forEach(problem -> chart.add(Finding.of(problem)));
    if (chart.hasError()) {
      return;
    }
    try (Containers containers = lake.open()) {
      Containers.Place place = containers.place(container);
      chart.fact("place", place(place));
      if (isOpen(place.storage(), chart)) {
        StoragePath scratch = place.base().resolve("_penstock/doctor-" + UUID.randomUUID());
        new LakeTrial(place.storage(), scratch, clock, chart).run();
      }
    }
  }

  /** A store tries a service that is silent again and again; that one knock tells at once. */
  private boolean isOpen(Storage storage, Chart chart) {
    if (!(storage instanceof Described described)) {
      return true;
    }
    boolean open = described.endpoint().map(uri -> door.knock(uri, chart)).orElse(true);
    if (open) {
      chart.step("asking who is signed in");
      described.identity().forEach(chart::fact);
      chart.step("asking what kind of store it is");
      described.facts().forEach(chart::fact);
    }
    return open;
  }

  private static String place(Containers.Place place) {
    Storage storage = place.storage();
    return place.base().equals(StoragePath.ROOT)
        ? storage.root()
        : storage.root() + "/" + place.base();
  }
}
