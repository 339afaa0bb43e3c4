package dev.penstock.source.jdbc.dialect.generic;

import java.util.regex.Pattern;

/** URLs of drivers, each of which has a form of its own. */
final class JdbcUrl {
  /** Where options may begin, among which a login may be. */
  private static final Pattern OPTIONS = Pattern.compile("[;?,&]|[:/][A-Za-z_.]+=");

  private static final Pattern LOGIN = Pattern.compile("//[^/@]*@");

  private JdbcUrl() {}

  /** What may stand in a message. */
  static String shown(String url) {
    String start = OPTIONS.split(url, 2)[0];
    String shown = LOGIN.matcher(start).replaceFirst("//");
    int at = shown.lastIndexOf('@');
    // Whatever stands before an address may be a password.
    return at < 0 ? shown : shown.replaceFirst("^((?:[a-z0-9]+:)+).*@", "$1@");
  }
}
