package dev.penstock.destination.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.storage.StoragePath;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathNamesTest {
  @ParameterizedTest
  @CsvSource({
    "orders, orders",
    "Sales_2026-11, Sales_2026-11",
    "v1.2, v1.2",
    "../../etc, %2E.%2F..%2Fetc",
    "a/b, a%2Fb",
    "a\\b, a%5Cb",
    "CON, %43ON",
    "con.txt, %63on.txt",
    "Lpt1, %4Cpt1",
    "CONTACT, CONTACT",
    "_penstock, %5Fpenstock",
    ".hidden, %2Ehidden",
    "ends., ends%2E",
    "., %2E",
    "größe, gr%C3%B6%C3%9Fe",
    "100%, 100%25",
    "a b, a%20b",
  })
  @Secures(Measure.PATHS)
  void keepsWhatIsSafeAndEncodesTheRest(String name, String encoded) {
    assertThat(PathNames.encode(name)).isEqualTo(encoded);
  }

  @Test
  void shortensLongNamesAndKeepsThemApart() {
    String first = PathNames.encode("x".repeat(299) + "a");
    String second = PathNames.encode("x".repeat(299) + "b");
    assertThat(first).hasSize(96).startsWith("x".repeat(79) + "~");
    assertThat(second).hasSize(96).isNotEqualTo(first);
  }

  @Property(tries = 500)
  void givesOneVisibleFolderBelowItsParent(@ForAll @StringLength(min = 1, max = 300) String name) {
    String encoded = PathNames.encode(name);
    assertThat(new StoragePath("lake").resolve(encoded).names()).containsExactly("lake", encoded);
    assertThat(encoded).matches("[A-Za-z0-9%-][A-Za-z0-9%._~-]{0,95}").doesNotEndWith(".");
  }

  @Property(tries = 500)
  void tellsNamesApart(@ForAll String first, @ForAll String second) {
    // Lone surrogates have no UTF-8 form of their own.
    if (!first.equals(second) && isWhole(first) && isWhole(second)) {
      assertThat(PathNames.encode(first)).isNotEqualTo(PathNames.encode(second));
    }
  }

  private static boolean isWhole(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }
}
