package dev.penstock.source.rest.parent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.rest.parent.Marks.Delivered;
import dev.penstock.source.rest.parent.Marks.Mark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MarksTest {
  private static Key key(String text) {
    return Key.of(List.of(text));
  }

  @Test
  void comesBackAsItWas() {
    Mark one =
        new Mark(
            "2026-01-01",
            List.of(new Delivered(1, 2, "2026-01-01", 1), new Delivered(3, -4, "2025-12-31", 7)));
    Marks marks =
        new Marks(
            "issues by id",
            Optional.of("2020-01-01"),
            Map.of(key("a"), one, key("b"), new Mark("", List.of())));
    assertThat(Marks.are(marks.text())).isTrue();
    assertThat(Marks.of(marks.text())).isEqualTo(marks);
    Marks none = new Marks("", Optional.empty(), Map.of());
    assertThat(Marks.of(none.text())).isEqualTo(none);
    assertThat(Marks.are("")).isFalse();
  }

  @Test
  void takesLittleRoomForAHundredThousandParents() {
    Map<Key, Mark> all = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      String value =
          "2026-%02d-%02dT%02d:%02d:00Z".formatted(i % 12 + 1, i % 28 + 1, i % 24, i % 60);
      Key digest = key("content " + i);
      all.put(
          key("parent " + i),
          new Mark(value, List.of(new Delivered(digest.first(), digest.second(), value, 1))));
    }
    Marks marks = new Marks("issues by id", Optional.empty(), all);
    String text = marks.text();
    assertThat(text.length()).isBetween(1_000_000, 6_000_000);
    assertThat(Marks.of(text)).isEqualTo(marks);
  }

  @Test
  void tellsKeysApart() {
    assertThat(Key.of(List.of("ab", "c"))).isNotEqualTo(Key.of(List.of("a", "bc")));
    Values numbers = name -> Optional.of("1");
    Values texts = name -> Optional.of("\"1\"");
    assertThat(Key.of(numbers, List.of("id"))).isNotEqualTo(Key.of(texts, List.of("id")));
    SeenKeys seen = new SeenKeys();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50_000; i++) {
        assertThat(seen.add(key("k" + i))).isEqualTo(round == 0);
      }
    }
    // What comes first to mind for a key of a table is zero.
    assertThat(seen.add(new Key(0, 0))).isTrue();
    assertThat(seen.add(new Key(0, 0))).isFalse();
  }
}
