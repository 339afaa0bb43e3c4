package dev.penstock.secret;

import static dev.penstock.secret.Redactor.MASK;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What looks like a secret although nobody registered it. Every repetition is possessive or bounded
 * and every pattern starts at a border, so that no text makes them slow; what follows a key such as
 * {@code password=} is read by hand, because a quoted value has no regular expression that is safe
 * on long text.
 */
final class SecretPatterns {
  private static final Pattern KEY =
      Pattern.compile(
          "(?:pass(?:word|wd|phrase)|(?<![a-z])(?:pwd|sig|sas|jwt)|secret(?:[_-]?key)?|token"
              + "|(?:api|account|access|shared|private|storage|signing|master|subscription"
              + "|functions)[_-]?key|credentials?|authorization)[\"']?\\s{0,4}[=:]",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern URL_PASSWORD =
      Pattern.compile("(?<=://)([^\\s/:@?#\"']{0,256}+:)[^\\s/?#\"']{1,1024}(?=@)");
  private static final Pattern PLAIN_PASSWORD =
      Pattern.compile("(?<![\\w/.:-])([\\w.-]{1,128}+:)[^\\s:@/\"']{1,256}+(?=@[\\w\\[])");
  private static final Pattern ORACLE_PASSWORD =
      Pattern.compile("(jdbc:oracle:\\w{1,10}+:[^\\s/@\"']{1,128}+/)[^\\s@\"']{1,256}+(?=@)");
  private static final Pattern BEARER =
      Pattern.compile("(?<!\\w)(Bearer\\s{1,4}+)[\\w.~+/=-]{16,}+", Pattern.CASE_INSENSITIVE);
  private static final Pattern JWT =
      Pattern.compile("(?<![\\w-])eyJ[\\w-]{5,}+\\.[\\w-]{5,}+(?:\\.[\\w-]*+)?");
  private static final Pattern AZURE_KEY = Pattern.compile("(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==");
  private static final Pattern KEY_FILE =
      Pattern.compile("(-----BEGIN [A-Z ]{0,40}+-----)[\\w+/=\\s\\\\:,-]{1,16384}+");

  /** How far the end of a quoted value is looked for. */
  private static final int LONGEST_QUOTED = 4096;

  private SecretPatterns() {}

  /** Whether a setting of this name is a secret, going by the name. */
  static boolean nameOne(String name) {
    return KEY.matcher(name + "=").find();
  }

  static String redact(String text) {
    String result = text;
    if (text.indexOf('=') >= 0 || text.indexOf(':') >= 0) {
      result = hideValues(result);
      result = ORACLE_PASSWORD.matcher(result).replaceAll("$1***");
    }
    if (text.indexOf('@') >= 0) {
      result = URL_PASSWORD.matcher(result).replaceAll("$1***");
      result = PLAIN_PASSWORD.matcher(result).replaceAll("$1***");
    }
    result = BEARER.matcher(result).replaceAll("$1***");
    result = JWT.matcher(result).replaceAll(MASK);
    result = AZURE_KEY.matcher(result).replaceAll(MASK);
    return text.contains("-----BEGIN") ? hideKeyFiles(result) : result;
  }

  private static String hideKeyFiles(String text) {
    return KEY_FILE
        .matcher(text)
        .replaceAll(match -> match.group(1).contains("PRIVATE KEY") ? "$1***" : "$0");
  }

  private static String hideValues(String text) {
    Matcher key = KEY.matcher(text);
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    while (key.find(from)) {
      int start = skipSpaces(text, key.end());
      int end = valueEnd(text, start, key);
      if (end == start || isProse(text, key.end(), start, end)) {
        result.append(text, from, start);
        from = Math.max(start, key.end());
      } else {
        result.append(text, from, start).append(MASK);
        from = end;
      }
    }
    return from == 0 ? text : result.append(text, from, text.length()).toString();
  }

  private static int skipSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && at < from + 4 && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static int valueEnd(String text, int start, Matcher key) {
    if (start < text.length()) {
      char first = text.charAt(start);
      if (first == '"' || first == '\'' || first == '{') {
        int end = quotedEnd(text, start, first == '{' ? '}' : first);
        return end > start ? end : wordEnd(text, start + 1);
      }
    }
    int end = wordEnd(text, start);
    boolean header = key.group().toLowerCase(Locale.ROOT).startsWith("authorization");
    // Authorization: Basic dXNlcjpwYXNz
    return header && end < text.length() && text.charAt(end) == ' ' ? wordEnd(text, end + 1) : end;
  }

  /** Just past the closing quote; {@code start} when there is none. Doubled quotes do not close. */
  private static int quotedEnd(String text, int start, char close) {
    int limit = Math.min(text.length(), start + LONGEST_QUOTED);
    int at = start + 1;
    while (at < limit) {
      char c = text.charAt(at);
      if (c == close) {
        if (at + 1 == text.length() || text.charAt(at + 1) != close) {
          return at + 1;
        }
        at++;
      } else if (c == '\\') {
        at++;
      }
      at++;
    }
    return start;
  }

  private static int wordEnd(String text, int start) {
    int at = start;
    while (at < text.length() && !endsWord(text, at)) {
      at++;
    }
    return at;
  }

  private static boolean endsWord(String text, int at) {
    char c = text.charAt(at);
    if (c == ',') {
      return at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1));
    }
    return Character.isWhitespace(c) || ";&\"')]}".indexOf(c) >= 0;
  }

  /** Whether this is a sentence, {@code password: is empty}, and not {@code password: hunter2}. */
  private static boolean isProse(String text, int separatorEnd, int start, int end) {
    if (text.charAt(separatorEnd - 1) != ':' || start == separatorEnd || end == text.length()) {
      return false;
    }
    boolean followed = text.charAt(end) == ' ' || text.charAt(end) == ',';
    return followed && text.substring(start, end).chars().allMatch(c -> c >= 'a' && c <= 'z');
  }
}
