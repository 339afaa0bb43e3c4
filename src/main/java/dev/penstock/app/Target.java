package dev.penstock.app;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.storage.Containers;
import dev.penstock.storage.local.LocalStorage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The store that {@code [destination.filesystem] bucket_url} names; without one, {@code data/}. */
final class Target {
  private static final SecretKey BUCKET_URL = SecretKey.ofDestination("filesystem", "bucket_url");

  private Target() {}

  static Containers containers(SecretStore secrets, Path home) {
    Optional<String> url = secrets.find(BUCKET_URL).map(Secret::reveal);
    return Containers.folders(
        new LocalStorage(url.map(text -> folder(text, home)).orElse(home.resolve("data"))));
  }

  private static Path folder(String url, Path home) {
    boolean file = url.toLowerCase(Locale.ROOT).startsWith("file:");
    if (!file && url.contains("://")) {
      throw refusal(url, "is no folder of this machine, and this version writes to no other store");
    }
    try {
      return file ? Path.of(URI.create(url)) : home.resolve(url);
    } catch (IllegalArgumentException e) {
      // A URL with a host, a space or no third slash; a path with a NUL.
      throw refusal(url, "names no folder");
    }
  }

  private static ConfigException refusal(String url, String what) {
    return new ConfigException(
        List.of(
            Problem.error(
                "[destination.filesystem] bucket_url",
                "'" + url + "' " + what + ".",
                "Name a folder, such as bucket_url = \"data\" or \"file:///srv/lake\".")));
  }
}
