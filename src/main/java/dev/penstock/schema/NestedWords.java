package dev.penstock.schema;

import dev.penstock.schema.LandedType.Family;
import dev.penstock.schema.LandedType.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lists and structs in the words of commit records, such as {@code list<struct<id:int64>>}. */
final class NestedWords {
  private static final String LIST = "list<";
  private static final String STRUCT = "struct<";

  private NestedWords() {}

  /** Empty for a word that is neither. */
  static Optional<LandedType> parse(String word) {
    if (!word.endsWith(">")) {
      return Optional.empty();
    }
    if (word.startsWith(LIST)) {
      LandedType element = LandedType.of(inside(word, LIST));
      return Optional.of(of(Family.LIST, List.of(new Member("element", element))));
    }
    return word.startsWith(STRUCT) ? struct(inside(word, STRUCT)) : Optional.empty();
  }

  private static String inside(String word, String head) {
    return word.substring(head.length(), word.length() - 1);
  }

  private static Optional<LandedType> struct(String words) {
    List<Member> members = new ArrayList<>();
    for (String word : split(words, ',')) {
      List<String> parts = split(word, ':');
      if (parts.size() != 2) {
        return Optional.empty();
      }
      members.add(new Member(parts.get(0), LandedType.of(parts.get(1))));
    }
    return Optional.of(of(Family.STRUCT, members));
  }

  static LandedType of(Family family, List<Member> members) {
    String word =
        family == Family.LIST
            ? LIST + members.get(0).type().word() + ">"
            : members.stream()
                .map(member -> member.name() + ":" + member.type().word())
                .collect(Collectors.joining(",", STRUCT, ">"));
    return new LandedType(family, 0, 0, word, members);
  }

  /** Where nothing is open: no quote, and no bracket. */
  private static List<String> split(String words, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int depth = 0;
    int from = 0;
    for (int at = 0; at < words.length(); at++) {
      char c = words.charAt(at);
      quoted ^= c == '"';
      if (!quoted) {
        depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
      }
      if (!quoted && depth == 0 && c == separator) {
        parts.add(words.substring(from, at));
        from = at + 1;
      }
    }
    parts.add(words.substring(from));
    return parts;
  }

  /** A name as it is; words have those that are no plain words in quotes. */
  static String plain(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
