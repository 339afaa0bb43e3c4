package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules as people write them into cells. */
final class RulesTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "status | has no =, !=, <, <=, >, >=, in or is behind status",
        "status = open | has open where 'a text', a number, true or false is due",
        "status = 'open | cannot be read from ''open' on",
        "a = 1; drop table x | cannot be read from '; drop table x' on",
        "a = 1 b = 2 | has 'b' where and, or, or the end is due",
        "(a = 1 | has the end where ) is due",
        "'a' = 1 | has 'a' where a field is due",
        "a in 1 | has '1' where ( is due",
        "a is 1 | has '1' where null is due",
        "a = | has the end where 'a text', a number, true or false is due"
      })
  void saysWhatIsWrongWithAFilter(String text, String what) {
    assertThat(RowFilter.objection(text)).contains(what);
    assertThat(RowFilter.parse(text)).isEmpty();
  }

  @Test
  void refusesAFilterThatIsNestedWithoutEnd() {
    assertThat(RowFilter.objection("(".repeat(10_000) + "a = 1"))
        .contains("is nested deeper than 50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404",
        "404=",
        "=empty",
        "404=gone",
        "404=empty 500=fail",
        "body:x=fail",
        "9xx=fail"
      })
  void refusesRulesForAnswersThatAreNone(String text) {
    assertThat(ResponseRules.parse(text)).isEmpty();
  }

  @Test
  void takesTheFirstRuleThatFits() {
    ResponseRules rules =
        ResponseRules.parse("400 body:\"Too, far\"=empty, 4XX=ignore ,body:\"x\"=Retry")
            .orElseThrow();
    assertThat(rules.action(400, "that is TOO, FAR")).contains(ResponseRules.Action.EMPTY);
    assertThat(rules.action(404, "")).contains(ResponseRules.Action.IGNORE);
    assertThat(rules.action(200, "axb")).contains(ResponseRules.Action.RETRY);
    assertThat(rules.action(500, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=", "=b", "a=b, a=c"})
  void refusesNewNamesThatAreNone(String text) {
    assertThat(ColumnRules.pairs(text)).isEmpty();
  }

  @Test
  void refusesAWayOfMaskingThatDoesNotExist() {
    assertThat(ColumnRules.masks("email:md5")).isEmpty();
    assertThat(ColumnRules.masks("email:sha256, phone").orElseThrow())
        .containsExactly("email", "phone");
  }
}
