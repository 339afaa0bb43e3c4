package dev.penstock.source.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.jdbc.dialect.KeyCuts.Nulls;
import dev.penstock.source.jdbc.dialect.KeySample.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cuts made of a sample, and how they are written down. */
final class KeySampleTest {
  private static final KeyColumn A = new KeyColumn("a", "`a`", "?", "%s", Optional.empty());
  private static final KeyColumn B = new KeyColumn("b", "`b`", "?", "%s", Optional.empty());

  private static List<Group> groups(long... rows) {
    List<Group> groups = new ArrayList<>();
    for (long count : rows) {
      groups.add(new Group(List.of(String.valueOf(groups.size())), count));
    }
    return groups;
  }

  private static List<KeyCut> cuts(int parts, long... rows) {
    return new KeySample(groups(rows), 0).cut(parts, Nulls.NONE).orElseThrow().cuts();
  }

  @Test
  void whatFillsAPieceAloneHasOneAlone() {
    assertThat(cuts(4, 5, 90, 5))
        .containsExactly(KeyCut.before(List.of("1")), KeyCut.after(List.of("1")));
    assertThat(cuts(4, 90, 10)).containsExactly(KeyCut.after(List.of("0")));
    assertThat(cuts(4, 10, 90)).containsExactly(KeyCut.before(List.of("1")));
  }

  @Test
  void oneValueIsNotCut() {
    assertThat(new KeySample(groups(100), 0).cut(5, Nulls.NONE)).isEmpty();
    assertThat(new KeySample(List.of(), 100).cut(5, Nulls.IN_FIRST)).isEmpty();
  }

  @Test
  void manyNullsHaveAPieceOfTheirOwn() {
    assertThat(new KeySample(groups(10, 10, 10), 70).cut(4, Nulls.IN_FIRST).orElseThrow().nulls())
        .isEqualTo(Nulls.ALONE);
    assertThat(new KeySample(groups(33, 33, 33), 1).cut(3, Nulls.IN_FIRST).orElseThrow().nulls())
        .isEqualTo(Nulls.IN_FIRST);
  }

  @Test
  void noPieceHasMoreThanTwiceTheMeanButWhatIsOfOneValue() {
    Random random = new Random(7);
    for (int trial = 0; trial < 300; trial++) {
      long[] rows = new long[2 + random.nextInt(300)];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = random.nextInt(20) == 0 ? 1 + random.nextInt(500) : 1 + random.nextInt(5);
      }
      int parts = 2 + random.nextInt(40);
      long sum = java.util.Arrays.stream(rows).sum();
      double most = Math.max(1, 2.0 * sum / parts);
      Optional<KeyCuts> found = new KeySample(groups(rows), 0).cut(parts, Nulls.NONE);
      List<KeyCut> cuts = found.map(KeyCuts::cuts).orElse(List.of());
      assertThat(cuts.size()).isLessThanOrEqualTo(3 * parts);
      requireLengths(rows, cuts, most);
    }
  }

  private static void requireLengths(long[] rows, List<KeyCut> cuts, double most) {
    int at = 0;
    long piece = 0;
    int values = 0;
    for (int i = 0; i <= rows.length; i++) {
      boolean ends =
          at < cuts.size()
              && Integer.parseInt(cuts.get(at).values().get(0))
                  == (cuts.get(at).side() == KeyCut.Side.BEFORE ? i : i - 1);
      if (ends || i == rows.length) {
        assertThat(piece <= most || values == 1).as("%d rows of %d values", piece, values).isTrue();
        piece = 0;
        values = 0;
        at++;
      }
      if (i < rows.length) {
        piece += rows[i];
        values++;
      }
    }
  }

  @Test
  void takesMoreColumnsWhereOneDoesNotTellEnoughRowsApart() {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      groups.add(new Group(List.of("x" + i / 50, "y" + i), 1));
    }
    KeySample sample = new KeySample(groups, 0);
    assertThat(sample.columnsFor(2)).isEqualTo(1);
    assertThat(sample.columnsFor(10)).isEqualTo(2);
  }

  @Test
  void longTextsAreNoBounds() {
    List<Group> groups = new ArrayList<>(groups(10, 10, 10));
    groups.add(new Group(List.of("z".repeat(201)), 10));
    List<KeyCut> cuts = new KeySample(groups, 0).cut(4, Nulls.NONE).orElseThrow().cuts();
    assertThat(cuts).extracting(cut -> cut.values().get(0)).containsExactly("0", "1", "2");
  }

  @Test
  void comparesColumnByColumn() {
    KeyCuts cuts =
        new KeyCuts(
            List.of(KeyCut.before(List.of("1", "2")), KeyCut.after(List.of("3", "4"))), Nulls.NONE);
    assertThat(cuts.slices(List.of(A, B)))
        .containsExactly(
            Slice.where("`a` <= ? AND (`a` < ? OR `b` < ?)", "1", "1", "2"),
            Slice.where(
                "`a` >= ? AND (`a` > ? OR `b` >= ?) AND `a` <= ? AND (`a` < ? OR `b` <= ?)",
                "1",
                "1",
                "2",
                "3",
                "3",
                "4"),
            Slice.where("`a` >= ? AND (`a` > ? OR `b` > ?)", "3", "3", "4"));
  }

  @Test
  void whatIsWrittenDownIsReadAgainForTheSameKeyAlone() {
    KeyCuts cuts =
        new KeyCuts(
            List.of(KeyCut.before(List.of("", "é, ' > <")), KeyCut.after(List.of("\n", "4"))),
            Nulls.ALONE);
    String text = cuts.text(List.of(A, B));
    assertThat(text).matches("[A-Za-z0-9_=<>, -]+");
    assertThat(KeyCuts.parse(text, List.of(A, B))).contains(cuts);
    assertThat(KeyCuts.parse(text, List.of(B, A))).isEmpty();
    assertThat(KeyCuts.parse(text, List.of(A))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cut by YQ== NONE",
        "cut by YQ== SOME <MQ==",
        "cut by YQ== NONE <MQ==,MQ==",
        "cut by YQ== NONE <1 OR 1=1",
        "cut by YQ== NONE <MQ== >MQ=,",
        "cut by YQ NONE <M"
      })
  void somethingElseIsNoCut(String text) {
    assertThat(KeyCuts.parse(text, List.of(A))).isEmpty();
  }
}
