package dev.penstock.source.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 'x;)'",
        "a = 'it''s;' AND \"b;\" = 1",
        "a = E'\\';' OR b = $tag$ ; ( $tag$",
        "a = 1 -- ; (",
        "a = 1 /* ; ( */ ;",
        "f(a, (b))"
      })
  void knowsStringsNamesAndComments(String text) {
    assertThat(Sql.of(text).flaw()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = 'x", "a /* b", "\"a", "$$ a $b$"})
  void findsWhatIsNotClosed(String text) {
    assertThat(Sql.of(text).flaw()).contains("opens a quote or a comment that it does not close");
  }

  @Test
  void findsOtherFlaws() {
    assertThat(Sql.of(" ; ").flaw()).contains("is empty");
    assertThat(Sql.of("a) OR (b").flaw()).contains("has parentheses that do not match");
    assertThat(Sql.of("'a'; 'b'").flaw())
        .contains("holds a semicolon outside quotes, and only one statement can be sent");
  }

  @Test
  void doublesQuestionMarksOutsideQuotesOnly() {
    assertThat(Sql.of("a ? '?' -- ?").escaped()).isEqualTo("a ?? '?' -- ?");
  }
}
