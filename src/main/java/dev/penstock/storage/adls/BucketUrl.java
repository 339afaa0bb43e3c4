package dev.penstock.storage.adls;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a bucket_url, cut into its parts; knows how to show itself without secrets. */
final class BucketUrl {
  static final String WHERE = "[destination.filesystem] bucket_url";

  private static final String HIDDEN = "***";
  private static final Pattern SIGNATURE = Pattern.compile("(?i)\\b(sig|accountkey)=");
  private static final Pattern TAIL = Pattern.compile("(?s)[?#&;].*");

  /** Shown even when it is no valid name; a key or a signature is longer or has other letters. */
  private static final Pattern CONTAINER_LIKE = Pattern.compile("[A-Za-z0-9$_-]{1,63}");

  private final String text;
  private final String scheme;
  private final String rest;

  BucketUrl(String text) {
    int end = text.indexOf("://");
    this.text = text;
    this.scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
    this.rest = end < 0 ? text : text.substring(end + 3);
  }

  /** In lower case; empty when there is none. */
  String scheme() {
    return scheme;
  }

  /** What stands before the at sign, such as the container of {@code abfss://raw@account...}. */
  Optional<String> user() {
    int at = authority().lastIndexOf('@');
    return at < 0 ? Optional.empty() : Optional.of(authority().substring(0, at));
  }

  /** The host, with its port when there is one; the container of {@code az://container}. */
  String host() {
    return authority().substring(authority().lastIndexOf('@') + 1);
  }

  /** What follows the host, without the first slash; still encoded. */
  String path() {
    int slash = rest.indexOf('/');
    return slash < 0 ? "" : rest.substring(slash + 1);
  }

  boolean holdsSignature() {
    return SIGNATURE.matcher(text).find();
  }

  /** Whether an at sign ends what may be a name with a password. */
  boolean holdsPassword() {
    int colon = rest.indexOf(':');
    return colon >= 0 && colon < rest.lastIndexOf('@') && !endsContainer(rest.lastIndexOf('@'));
  }

  private boolean endsContainer(int at) {
    return CONTAINER_LIKE.matcher(rest.substring(0, at)).matches();
  }

  boolean holdsQuery() {
    return rest.contains("?") || rest.contains("#");
  }

  ConfigException refusal(String what, String mend) {
    return new ConfigException(List.of(Problem.error(WHERE, "'" + shown() + "' " + what, mend)));
  }

  private String shown() {
    if (SIGNATURE.matcher(text).find() && !text.contains("?")) {
      return (scheme.isEmpty() ? "" : scheme + "://") + HIDDEN;
    }
    if (holdsPassword()) {
      // First of all: a password may hold whatever begins a tail.
      return scheme + "://" + HIDDEN + tailless(rest.substring(rest.lastIndexOf('@')));
    }
    String plain = tailless(rest);
    int at = plain.lastIndexOf('@');
    if (at >= 0 && !endsContainer(at)) {
      plain = HIDDEN + plain.substring(at);
    }
    return scheme + "://" + plain;
  }

  private static String tailless(String part) {
    return TAIL.matcher(part).replaceFirst("?" + HIDDEN);
  }

  private String authority() {
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }
}
