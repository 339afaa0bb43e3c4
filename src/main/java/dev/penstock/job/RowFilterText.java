package dev.penstock.job;

import dev.penstock.job.RowFilter.And;
import dev.penstock.job.RowFilter.Comparison;
import dev.penstock.job.RowFilter.In;
import dev.penstock.job.RowFilter.IsNull;
import dev.penstock.job.RowFilter.Literal;
import dev.penstock.job.RowFilter.Node;
import dev.penstock.job.RowFilter.Not;
import dev.penstock.job.RowFilter.Operator;
import dev.penstock.job.RowFilter.Or;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a condition from its text. Used once. */
final class RowFilterText {
  private static final int DEEPEST = 50;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'(?:[^']|'')*')|(?<quoted>\"[^\"]+\")|(?<number>-?\\d+(?:\\.\\d+)?)"
              + "|(?<name>[\\p{L}_@$][\\p{L}\\p{N}_@$.-]*)|(?<sign><=|>=|<>|!=|[=<>(),]))\\s*");
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "=", Operator.EQUAL,
          "!=", Operator.UNEQUAL,
          "<>", Operator.UNEQUAL,
          "<", Operator.LESS,
          "<=", Operator.AT_MOST,
          ">", Operator.GREATER,
          ">=", Operator.AT_LEAST);

  private final List<Token> tokens = new ArrayList<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final String text;
  private int at;
  private int depth;

  /** A piece of the text. */
  private record Token(String kind, String text) {
    boolean is(String word) {
      boolean plain = kind.equals("name") || kind.equals("sign");
      return plain && text.equalsIgnoreCase(word);
    }
  }

  /** What is wrong, as it goes after the text in a message. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message);
    }
  }

  RowFilterText(String text) {
    this.text = text;
  }

  RowFilter read() throws SyntaxException {
    cut();
    Node root = either();
    if (at < tokens.size()) {
      throw new SyntaxException("has '%s' where and, or, or the end is due".formatted(next().text));
    }
    return new RowFilter(root, names);
  }

  private void cut() throws SyntaxException {
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!token.region(end, text.length()).lookingAt()) {
        String rest = text.substring(end).strip();
        throw new SyntaxException(
            "cannot be read from '%s' on"
                .formatted(rest.length() > 20 ? rest.substring(0, 20) + "..." : rest));
      }
      for (String kind : List.of("text", "quoted", "number", "name", "sign")) {
        if (token.group(kind) != null) {
          tokens.add(new Token(kind, token.group(kind)));
        }
      }
      end = token.end();
    }
  }

  private Node either() throws SyntaxException {
    Node node = both();
    while (takes("or")) {
      node = new Or(node, both());
    }
    return node;
  }

  private Node both() throws SyntaxException {
    Node node = one();
    while (takes("and")) {
      node = new And(node, one());
    }
    return node;
  }

  private Node one() throws SyntaxException {
    if (++depth > DEEPEST) {
      throw new SyntaxException("is nested deeper than %d".formatted(DEEPEST));
    }
    try {
      if (takes("not")) {
        return new Not(one());
      }
      if (takes("(")) {
        Node inner = either();
        require(")");
        return inner;
      }
      return comparison();
    } finally {
      depth--;
    }
  }

  private Node comparison() throws SyntaxException {
    String name = name();
    names.add(name);
    if (takes("is")) {
      boolean not = takes("not");
      require("null");
      return not ? new Not(new IsNull(name)) : new IsNull(name);
    }
    boolean not = takes("not");
    if (takes("in")) {
      Node in = new In(name, literals());
      return not ? new Not(in) : in;
    }
    Optional<Operator> operator =
        not || at == tokens.size()
            ? Optional.empty()
            : Optional.ofNullable(OPERATORS.get(next().text));
    if (operator.isEmpty()) {
      throw new SyntaxException("has no =, !=, <, <=, >, >=, in or is behind " + name);
    }
    at++;
    return new Comparison(name, operator.get(), literal());
  }

  private List<Literal> literals() throws SyntaxException {
    require("(");
    List<Literal> all = new ArrayList<>();
    do {
      all.add(literal());
    } while (takes(","));
    require(")");
    return all;
  }

  private String name() throws SyntaxException {
    Token token = at < tokens.size() ? tokens.get(at++) : new Token("end", "the end");
    return switch (token.kind) {
      case "name" -> token.text.replace(".", "__");
      case "quoted" -> token.text.substring(1, token.text.length() - 1);
      default -> throw new SyntaxException("has %s where a field is due".formatted(token.text));
    };
  }

  private Literal literal() throws SyntaxException {
    Token token = at < tokens.size() ? tokens.get(at++) : new Token("end", "the end");
    if (token.kind.equals("text")) {
      String inner = token.text.substring(1, token.text.length() - 1);
      return new Literal(inner.replace("''", "'"), Optional.empty());
    }
    if (token.kind.equals("number")) {
      return new Literal(token.text, Literal.number(token.text));
    }
    if (token.is("true") || token.is("false")) {
      return new Literal(token.text.toLowerCase(java.util.Locale.ROOT), Optional.empty());
    }
    throw new SyntaxException(
        "has %s where 'a text', a number, true or false is due".formatted(token.text));
  }

  private Token next() {
    return tokens.get(at);
  }

  private boolean takes(String word) {
    if (at < tokens.size() && next().is(word)) {
      at++;
      return true;
    }
    return false;
  }

  private void require(String word) throws SyntaxException {
    if (!takes(word)) {
      String found = at < tokens.size() ? "'" + next().text + "'" : "the end";
      throw new SyntaxException("has %s where %s is due".formatted(found, word));
    }
  }
}
