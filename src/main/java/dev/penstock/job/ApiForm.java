package dev.penstock.job;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the value of a setting of an API may look like. */
sealed interface ApiForm {
  /** What is wrong with the value, as it goes after the value in a message; empty when nothing. */
  Optional<String> objection(String text);

  /** What to write instead. */
  String mend();

  /** Whether it is made of words, numbers and paths alone, which hold no secret. */
  default boolean isPlain() {
    return false;
  }

  /** Any text. */
  record Text() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      return text.chars().anyMatch(Character::isISOControl)
          ? Optional.of("holds a line break or another control character")
          : Optional.empty();
    }

    @Override
    public String mend() {
      return "Take it out.";
    }
  }

  /** A web address. */
  record Address() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      try {
        URI uri = new URI(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!List.of("https", "http").contains(scheme) || uri.getHost() == null) {
          return Optional.of("is no web address");
        }
        return uri.getUserInfo() == null
            ? Optional.empty()
            : Optional.of("holds a user name or password");
      } catch (URISyntaxException e) {
        return Optional.of("is no web address");
      }
    }

    @Override
    public String mend() {
      return "Write it with https:// and the host, such as https://api.example.com/v1; user and password have settings of their own.";
    }
  }

  /** One of some words, in any letter case. */
  record Choice(List<String> words, java.util.function.Predicate<String> known) implements ApiForm {
    static Choice of(String... words) {
      List<String> all = List.of(words);
      return new Choice(all, text -> all.contains(text.strip().toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<String> objection(String text) {
      return known.test(text) ? Optional.empty() : Optional.of("is not known");
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public String mend() {
      int last = words.size() - 1;
      return "Write " + String.join(", ", words.subList(0, last)) + " or " + words.get(last) + ".";
    }
  }

  /** A whole number. */
  record Whole(long least, long most) implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      boolean fits =
          text.matches("\\d{1,15}")
              && Long.parseLong(text) >= least
              && Long.parseLong(text) <= most;
      return fits
          ? Optional.empty()
          : Optional.of("is no whole number from %d to %d".formatted(least, most));
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public String mend() {
      return "Write such a number, or leave it empty.";
    }
  }

  /** A place inside a JSON document. */
  record Path() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      return JsonPath.parse(text).isPresent()
          ? Optional.empty()
          : Optional.of("is no path into a JSON document");
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public String mend() {
      return "Write names with dots between them, such as data.items; * stands for all members, [-1] for the last element.";
    }
  }

  /** Names with values. */
  record Pairs() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      return NamedValues.parse(text).isPresent()
          ? Optional.empty()
          : Optional.of("is neither a JSON object of plain values nor name=value");
    }

    @Override
    public String mend() {
      return "Write {\"status\": \"open\", \"limit\": 50}, or status=open&limit=50.";
    }
  }

  /** Requests in a time. */
  record Requests() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      return Rate.parse(text).isPresent() ? Optional.empty() : Optional.of("is no rate");
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public String mend() {
      return "Write a number and second, minute or hour, such as 10/second or 5000/hour.";
    }
  }

  /** A text with places that signing fills. */
  record Template() implements ApiForm {
    private static final List<String> NAMES =
        List.of(
            "method",
            "path",
            "query",
            "host",
            "timestamp",
            "timestamp_millis",
            "timestamp_iso",
            "nonce",
            "body",
            "body_hash",
            "key",
            "signature");
    private static final java.util.regex.Pattern PLACE =
        java.util.regex.Pattern.compile("\\{([a-z_]+)\\}");

    @Override
    public Optional<String> objection(String text) {
      return PLACE
          .matcher(text)
          .results()
          .map(place -> place.group(1))
          .filter(name -> !NAMES.contains(name))
          .findFirst()
          .map(name -> "names {" + name + "}, which does not exist");
    }

    @Override
    public String mend() {
      return "The places are {" + String.join("}, {", NAMES) + "}.";
    }
  }

  /** Headers whose values have such places. */
  record Templates() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      Optional<String> form = new Pairs().objection(text);
      return form.or(() -> new Template().objection(text))
          .or(
              () ->
                  text.contains("{signature}")
                      ? Optional.empty()
                      : Optional.of("sends no {signature}"));
    }

    @Override
    public String mend() {
      return "Write headers such as X-Timestamp={timestamp}&X-Signature={signature}. "
          + new Template().mend();
    }
  }

  /** What is made of some answers. */
  record Actions() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      return ResponseRules.parse(text).isPresent()
          ? Optional.empty()
          : Optional.of("is no list of rules");
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public String mend() {
      return "Write rules such as 404=empty, 409=retry, 5xx=fail, 400 body:\"no more pages\"=ignore.";
    }
  }

  /** New names for columns. */
  record Renames() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      return ColumnRules.pairs(text).isPresent()
          ? Optional.empty()
          : Optional.of("is no list of old=new, each name once");
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public String mend() {
      return "Write old=new, separated by commas, such as user__login=author, id=issue_id.";
    }
  }

  /** Columns to mask. */
  record Masks() implements ApiForm {
    @Override
    public Optional<String> objection(String text) {
      return ColumnRules.masks(text).isPresent()
          ? Optional.empty()
          : Optional.of("names a way of masking that does not exist");
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public String mend() {
      return "Write names, separated by commas, such as email:sha256, phone:sha256.";
    }
  }
}
