package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TablePatternTest {
  @Test
  void aNameWithoutAWildcardIsOneTable() {
    assertThat(TablePattern.of("a, !b")).isEmpty();
    assertThat(TablePattern.of("sales[1]")).isEmpty();
  }

  @Test
  void namesMatchInAnyLetterCaseAndExclusionsWin() {
    TablePattern pattern = TablePattern.of(" sales_*, !*_tmp ,orders, !Sales_OLD").orElseThrow();

    assertThat(pattern.matches("sales_2024")).isTrue();
    assertThat(pattern.matches("SALES_2024")).isTrue();
    assertThat(pattern.matches("orders")).isTrue();
    assertThat(pattern.matches("orders_2")).isFalse();
    assertThat(pattern.matches("sales_tmp")).isFalse();
    assertThat(pattern.matches("sales_old")).isFalse();
  }

  @Test
  void exclusionsAloneLeaveEverythingElse() {
    TablePattern pattern = TablePattern.of("!tmp_*").orElseThrow();

    assertThat(pattern.matches("orders")).isTrue();
    assertThat(pattern.matches("tmp_1")).isFalse();
  }

  @Test
  void whatMeansSomethingInOtherPatternsMeansItself() {
    assertThat(TablePattern.of("a.b?").orElseThrow().matches("axbc")).isFalse();
    assertThat(TablePattern.of("a.b?").orElseThrow().matches("a.bc")).isTrue();
    assertThat(TablePattern.of("(a|b)*").orElseThrow().matches("a")).isFalse();
  }

  @Test
  void aBeginningTellsWhetherALongerNameCouldMatch() {
    assertThat(new Glob("shop.*").mayMatchFrom("shop.")).isTrue();
    assertThat(new Glob("*x").mayMatchFrom("shop.")).isTrue();
    assertThat(new Glob("shop.a").mayMatchFrom("shop.")).isTrue();
    assertThat(new Glob("shop").mayMatchFrom("shop.")).isFalse();
    assertThat(new Glob("shops.a").mayMatchFrom("shop.")).isFalse();
  }
}
