package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import dev.penstock.secret.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * All that it takes to connect to one source.
 *
 * @param source its name in the workbook
 * @param port 0 means the database's usual one
 * @param path of a database that is a file
 * @param password or the token that stands for it
 * @param entra present when the source signs in to Entra ID for each connection
 * @param own what only this kind of database has ({@link Access#ownKeys}); a URL may hold a
 *     password
 * @param options of the driver, by name in lower case, without {@code option_}
 */
public record ConnectionSettings(
    String source,
    Optional<String> host,
    int port,
    Optional<String> database,
    Optional<String> path,
    Optional<String> username,
    Optional<Secret> password,
    Optional<EntraLogin> entra,
    Map<String, Secret> own,
    Map<String, String> options) {
  public ConnectionSettings {
    requireNonNull(source, "source");
    requireNonNull(host, "host");
    requireNonNull(database, "database");
    requireNonNull(path, "path");
    requireNonNull(username, "username");
    requireNonNull(password, "password");
    requireNonNull(entra, "entra");
    own = Map.copyOf(own);
    options = Map.copyOf(options);
  }

  /** One of the settings that only this kind of database has. */
  public Optional<String> own(String key) {
    return Optional.ofNullable(own.get(key)).map(Secret::reveal);
  }

  /** The same with this token in place of a password, for one connection. */
  public ConnectionSettings withToken(Secret token) {
    return new ConnectionSettings(
        source, host, port, database, path, username, Optional.of(token), entra, own, options);
  }
}
