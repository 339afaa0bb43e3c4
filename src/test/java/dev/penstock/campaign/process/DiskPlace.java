package dev.penstock.campaign.process;

import java.nio.file.Path;
import java.util.Map;

/** A lake in the folder {@code data} of a home. */
class DiskPlace implements LakePlace {
  private final Path home;

  DiskPlace(Path home) {
    this.home = home;
  }

  @Override
  public String store() {
    return "local disk";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("DLT_SHOP_PASSWORD", secret());
  }

  @Override
  public Path home() {
    return home;
  }

  @Override
  public Path files() {
    return home().resolve("data");
  }

  @Override
  public void dropLocks() {
    // The operating system drops those of a dead process; those of a stopped one stay.
  }

  @Override
  public String secret() {
    return "canary-of-the-shop";
  }

  @Override
  public void close() {
    // The folder is the test's.
  }
}
