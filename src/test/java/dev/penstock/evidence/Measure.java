package dev.penstock.evidence;

import java.util.Optional;

/** What is done against a threat. */
public enum Measure {
  FORMULA_INJECTION(
      "A spreadsheet runs what stands in the audit",
      "Text that begins with = + - @, their full-width forms, TAB or a line break gets an apostrophe in front, also behind a ; which separates cells in some countries; line breaks become blanks; numbers stay numbers; the first header is not ID"),
  WORKBOOK_PARSER(
      "A workbook exhausts memory or reads files",
      "Caps on the size of file, part, text, cells, depth and names, and on the ratio of packing; no DOCTYPE, no entities; formulas are never calculated, links never followed, macros never read"),
  OTHER_PARSERS(
      "A secrets file, commit record, note or audit file exhausts memory",
      "Each has a greatest size, beyond which nothing is read; JSON and TOML have a greatest depth and length of numbers"),
  SQL_IDENTIFIERS(
      "Names in cells become SQL",
      "Names are quoted by the dialect, must exist in the database, and may not hold NUL; values are bound"),
  SQL_TEXT(
      "A filter or query becomes a second statement",
      "The text must be one statement in every way in which databases read quotes and comments; PostgreSQL runs it as a prepared statement (preferQueryMode cannot be set) with standard strings"),
  READ_ONLY(
      "A source is written to", "Transactions are read-only, SQLite files are opened read-only"),
  URL_INJECTION(
      "A cell changes how the driver connects",
      "The host must be a name or an address; options that load classes or files, or change how statements are sent, are refused"),
  TLS(
      "Somebody reads along, or answers in the server's place",
      "Certificate chain and name are checked (verify-full) unless option_sslmode of the source says otherwise, which plan, doctor and each audit row then tell; only localhost, 127.x.x.x and ::1 may go without"),
  TLS_AZURE(
      "The same for vault and lake", "https with the checks of the JDK; no option turns them off"),
  SECRETS_IN_OUTPUT(
      "Secrets in logs, audit, figures, messages",
      "A Secret shows as ***; one redactor over console, logs, audit, figures and exception chains knows every value that was looked up, in each form, and what looks like a secret; a secret in a cell is warned of"),
  PATHS(
      "A name leads out of the lake",
      "Names become folders by an allow-list, others as %XX, cut with a hash, device names and case changed apart; the resolved path, links included, must lie below the root"),
  PERMISSIONS(
      "Other users of the machine read or change files",
      "init makes .dlt/ and secrets.toml for their owner alone, at birth; run.sh takes from all others the right to write what it makes, whatever the umask; a secrets file that others can read is warned of"),
  SUPPLY_CHAIN(
      "A library with a known hole",
      "Exact versions, one of each; a bill of materials (CycloneDX) that equals the jar, and no library below the floors of SbomIT"),
  SSRF(
      "A server sends requests elsewhere, with credentials",
      "no redirects, links to the same origin alone"),
  ORACLE_TLS(
      "The same for Oracle",
      "option_protocol tcps speaks TLS and checks chain and name; a plain connection to another machine is told in plan, doctor and each audit row"),
  LOCAL_WEB_SERVER(
      "Other pages call a local web server", "token, Host and Origin", "the dashboard"),
  BRIDGE(
      "Bytes from a worker run code", "JSON alone, never Java serialization", "the Spark executor");

  final String threat;
  final String words;
  private final String comesWith;

  Measure(String threat, String words) {
    this(threat, words, "");
  }

  Measure(String threat, String words, String comesWith) {
    this.threat = threat;
    this.words = words;
    this.comesWith = comesWith;
  }

  /** What is to be built before the threat exists. */
  Optional<String> comesWith() {
    return Optional.of(comesWith).filter(text -> !text.isEmpty());
  }
}
