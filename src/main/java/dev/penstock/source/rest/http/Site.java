package dev.penstock.source.rest.http;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Where requests may go.
 *
 * @param home whose credentials they carry
 * @param guests further hosts, which see none
 * @param plain whether they may go unencrypted to another machine
 */
public record Site(Origin home, Set<String> guests, Plain plain) {
  /** Whether TLS may be left out. */
  public enum Plain {
    REFUSED,
    ALLOWED
  }

  /** Where clouds keep the secrets of their machines, beside what is link-local. */
  private static final Set<String> METADATA = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254");

  public Site {
    requireNonNull(home, "home");
    guests = Set.copyOf(guests);
    requireNonNull(plain, "plain");
  }

  /** Whether the address may see credentials. */
  boolean isHome(URI uri) {
    return Origin.of(uri).equals(home);
  }

  /**
   * Refuses an address that was not named by whoever set up the source.
   *
   * @param where the beginning of the message
   * @param what led there, such as {@code the link to the next page}
   */
  public void requireWelcome(URI uri, String where, String what) {
    Origin origin = Origin.of(uri);
    boolean guest =
        guests.contains(origin.host()) && (origin.scheme().equals("https") || isOpen(origin));
    if (origin.equals(home) || guest) {
      return;
    }
    boolean onlyScheme =
        origin.host().equals(home.host()) && !origin.scheme().equals(home.scheme());
    throw new IngestException(
        ErrorCode.SOURCE_REFUSED,
        "%s: %s leads to %s, but the API is at %s; credentials and data stay there.\n%s"
            .formatted(
                where,
                what,
                origin,
                home,
                onlyScheme
                    ? "Write base_url with the scheme that the API uses in its links, if it is https."
                    : "If that host belongs to the API, name it in allowed_hosts (it will see no credentials), or correct base_url."));
  }

  /** Refuses what would go unencrypted over a network, and machines' own addresses. */
  void requireSafe(URI uri, String where) {
    Origin origin = Origin.of(uri);
    if (origin.scheme().equals("http") && !isOpen(origin)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s: %s is not encrypted, so that anybody on the way could read credentials and data.\nWrite base_url with https://, or set allow_http to Y for a network that you trust."
              .formatted(where, origin));
    }
    requireNoMetadata(origin, where);
  }

  private boolean isOpen(Origin origin) {
    return plain == Plain.ALLOWED || origin.isLoopback();
  }

  private static void requireNoMetadata(Origin origin, String where) {
    for (InetAddress address : addresses(origin.host())) {
      if (address.isLinkLocalAddress() || METADATA.contains(address.getHostAddress())) {
        throw new IngestException(
            ErrorCode.SOURCE_REFUSED,
            "%s: %s is %s, an address that machines keep for themselves and their credentials.\nCorrect base_url."
                .formatted(
                    where, origin.host(), address.getHostAddress().toLowerCase(Locale.ROOT)));
      }
    }
  }

  private static InetAddress[] addresses(String host) {
    try {
      return InetAddress.getAllByName(host.replace("[", "").replace("]", ""));
    } catch (UnknownHostException e) {
      // Behind a proxy names need no address here; without one, connecting fails and says so.
      return new InetAddress[0];
    }
  }
}
