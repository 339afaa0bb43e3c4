package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.postgres.PostgresTree.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pieces of a table whose rows are in several tables, and what the transaction that cut them
 * could see. They are named by number alone, so that no name comes from a bookmark.
 *
 * @param place names server, history and database
 * @param horizon as of {@link PostgresBookmark}
 */
record PostgresPieces(String place, long horizon, List<Piece> pieces) {
  private static final Pattern TEXT =
      Pattern.compile(
          "parts of (\\d+/[0-9A-F]+/\\d+) before (\\d{1,18}) are ([0-9/@+-]+(?: [0-9/@+-]+)*)");
  private static final Pattern PIECE =
      Pattern.compile(
          "(\\d{1,10}/\\d{1,10}(?:\\+\\d{1,10}/\\d{1,10})*)(?:@(\\d{1,10})-(\\d{1,10})?)?");

  /** A table by its number and that of the file in which its rows lie. */
  record Part(long oid, long filenode) {
    static Part of(Leaf leaf) {
      return new Part(leaf.oid(), leaf.filenode());
    }

    @Override
    public String toString() {
      return oid + "/" + filenode;
    }
  }

  /**
   * Some pages of one table, or several tables.
   *
   * @param from the first page; empty when the tables are whole
   * @param to the page behind the last; empty when there is no end
   */
  record Piece(List<Part> parts, Optional<Long> from, Optional<Long> to) {
    Piece {
      parts = List.copyOf(parts);
    }

    static Piece whole(List<Part> parts) {
      return new Piece(parts, Optional.empty(), Optional.empty());
    }

    String condition() {
      String first = from.map(page -> "ctid >= '(%d,0)'::tid".formatted(page)).orElse("");
      return first + to.map(page -> " AND ctid < '(%d,0)'::tid".formatted(page)).orElse("");
    }

    @Override
    public String toString() {
      String tables = parts.stream().map(Part::toString).collect(Collectors.joining("+"));
      return tables
          + from.map(page -> "@" + page + "-" + to.map(String::valueOf).orElse("")).orElse("");
    }
  }

  PostgresPieces {
    pieces = List.copyOf(pieces);
  }

  /**
   * Cuts long tables and puts short ones together.
   *
   * @param pages about as many as a piece should have
   */
  static List<Piece> cut(List<Leaf> leaves, long pages) {
    List<Piece> pieces = new ArrayList<>();
    List<Part> together = new ArrayList<>();
    long length = 0;
    for (Leaf leaf : leaves) {
      if (leaf.pages().isEmpty()) {
        pieces.add(Piece.whole(List.of(Part.of(leaf))));
      } else if (leaf.pages().get() * 2 >= pages * 3) {
        pieces.addAll(ranges(leaf, leaf.pages().get(), pages));
      } else {
        if (length + leaf.pages().get() / 2 >= pages) {
          pieces.add(Piece.whole(together));
          together.clear();
          length = 0;
        }
        together.add(Part.of(leaf));
        length += leaf.pages().get();
      }
    }
    if (!together.isEmpty()) {
      pieces.add(Piece.whole(together));
    }
    return pieces;
  }

  private static List<Piece> ranges(Leaf leaf, long length, long pages) {
    long count = Math.max(2, Math.round(length / (double) pages));
    List<Piece> pieces = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      // A table grows at its end, so that the last range is open.
      Optional<Long> to = i == count - 1 ? Optional.empty() : Optional.of(length * (i + 1) / count);
      pieces.add(new Piece(List.of(Part.of(leaf)), Optional.of(length * i / count), to));
    }
    return pieces;
  }

  String text() {
    return "parts of %s before %d are %s"
        .formatted(
            place, horizon, pieces.stream().map(Piece::toString).collect(Collectors.joining(" ")));
  }

  static Optional<PostgresPieces> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    List<Piece> pieces = new ArrayList<>();
    for (String piece : parts.group(3).split(" ", -1)) {
      Matcher one = PIECE.matcher(piece);
      if (!one.matches()) {
        return Optional.empty();
      }
      pieces.add(
          new Piece(
              parts(one.group(1)),
              Optional.ofNullable(one.group(2)).map(Long::valueOf),
              Optional.ofNullable(one.group(3)).map(Long::valueOf)));
    }
    return Optional.of(new PostgresPieces(parts.group(1), Long.parseLong(parts.group(2)), pieces));
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    for (String part : text.split("\\+", -1)) {
      int slash = part.indexOf('/');
      parts.add(
          new Part(
              Long.parseLong(part.substring(0, slash)), Long.parseLong(part.substring(slash + 1))));
    }
    return parts;
  }
}
