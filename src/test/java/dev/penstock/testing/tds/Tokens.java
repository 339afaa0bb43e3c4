package dev.penstock.testing.tds;

import java.nio.charset.StandardCharsets;

/** The tokens of a response that are no rows. */
final class Tokens {
  static final int DONE = 0xFD;
  static final int DONE_PROC = 0xFE;
  static final int DONE_IN_PROC = 0xFF;

  static final int MORE = 1;
  static final int FAILED = 2;
  static final int COUNTED = 0x10;
  static final int STOPPED = 0x20;

  private static final String SERVER = "stand-in";

  private Tokens() {}

  static byte[] done(int token, int status, long rows) {
    return new Bytes().one(token).two(status).two(0).number(rows, 8).bytes();
  }

  static byte[] error(SqlError error) {
    return message(0xAA, error.number(), error.level(), error.text());
  }

  static byte[] info(int number, String text) {
    return message(0xAB, number, 0, text);
  }

  private static byte[] message(int token, int number, int level, String text) {
    Bytes body = new Bytes().four(number).one(1).one(level).text(text);
    body.shortText(SERVER).shortText("").four(1);
    return new Bytes().one(token).two(body.length()).all(body.bytes()).bytes();
  }

  /** A change of the environment of two texts, such as the database. */
  static byte[] changed(int type, String now, String before) {
    Bytes body = new Bytes().one(type).shortText(now).shortText(before);
    return new Bytes().one(0xE3).two(body.length()).all(body.bytes()).bytes();
  }

  /** The collation of the database: Latin1_General_CI_AS. */
  static byte[] collation() {
    Bytes body = new Bytes().one(7).one(5).all(TypeInfo.COLLATION).one(0);
    return new Bytes().one(0xE3).two(body.length()).all(body.bytes()).bytes();
  }

  /** The beginning (8) or end (9, 10) of a transaction. */
  static byte[] transaction(int type, long id) {
    Bytes body = new Bytes().one(type);
    if (type == 8) {
      body.one(8).number(id, 8).one(0);
    } else {
      body.one(0).one(8).number(id, 8);
    }
    return new Bytes().one(0xE3).two(body.length()).all(body.bytes()).bytes();
  }

  /** Sends the client on to where the database is, as the gateway of Azure SQL does. */
  static byte[] routing(String host, int port) {
    Bytes route = new Bytes().one(0).two(port).text(host);
    Bytes body = new Bytes().one(20).two(route.length()).all(route.bytes()).two(0);
    return new Bytes().one(0xE3).two(body.length()).all(body.bytes()).bytes();
  }

  static byte[] loginAck() {
    Bytes body = new Bytes().one(1).all(new byte[] {0x74, 0, 0, 4});
    body.shortText("Microsoft SQL Server").all(new byte[] {16, 0, 0x10, 0});
    return new Bytes().one(0xAD).two(body.length()).all(body.bytes()).bytes();
  }

  /** What one who signs in as a user of Windows is to answer, or to check. */
  static byte[] windows(byte[] words) {
    return new Bytes().one(0xED).two(words.length).all(words).bytes();
  }

  /** That the token was taken. */
  static byte[] federatedAck() {
    return new Bytes().one(0xAE).one(2).four(0).one(0xFF).bytes();
  }

  /** Where the client is to sign in, and for what. */
  static byte[] federatedInfo(String authority, String resource) {
    byte[] sts = authority.getBytes(StandardCharsets.UTF_16LE);
    byte[] spn = resource.getBytes(StandardCharsets.UTF_16LE);
    int first = 4 + 2 * 9;
    Bytes body = new Bytes().four(2);
    body.one(1).four(sts.length).four(first);
    body.one(2).four(spn.length).four(first + sts.length);
    body.all(sts).all(spn);
    return new Bytes().one(0xEE).four(body.length()).all(body.bytes()).bytes();
  }
}
