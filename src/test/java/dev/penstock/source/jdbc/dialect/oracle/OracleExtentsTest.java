package dev.penstock.source.jdbc.dialect.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.jdbc.dialect.oracle.OracleExtents.Extent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OracleExtentsTest {
  @Test
  void cutsInTheOrderOfRowidsIntoPiecesOfAsManyBlocks() {
    OracleExtents extents =
        new OracleExtents(
            List.of(
                new Extent(70, 4, 128, 8), new Extent(70, 5, 256, 24), new Extent(71, 4, 8, 8)));

    assertThat(extents.cut(4).orElseThrow().conditions())
        .containsExactly(
            "ROWID < DBMS_ROWID.ROWID_CREATE(1, 70, 5, 258, 0)",
            "ROWID >= DBMS_ROWID.ROWID_CREATE(1, 70, 5, 258, 0) AND ROWID < DBMS_ROWID.ROWID_CREATE(1, 70, 5, 268, 0)",
            "ROWID >= DBMS_ROWID.ROWID_CREATE(1, 70, 5, 268, 0) AND ROWID < DBMS_ROWID.ROWID_CREATE(1, 70, 5, 278, 0)",
            "ROWID >= DBMS_ROWID.ROWID_CREATE(1, 70, 5, 278, 0)");
    assertThat(extents.cut(4).orElseThrow().bookmark()).isEmpty();
  }

  @Test
  void aPieceMayBeginWithAnExtent() {
    OracleExtents extents =
        new OracleExtents(List.of(new Extent(70, 4, 128, 8), new Extent(70, 4, 256, 8)));

    assertThat(extents.cut(2).orElseThrow().conditions())
        .containsExactly(
            "ROWID < DBMS_ROWID.ROWID_CREATE(1, 70, 4, 256, 0)",
            "ROWID >= DBMS_ROWID.ROWID_CREATE(1, 70, 4, 256, 0)");
  }

  @Test
  void whatHasNoExtentsIsNotCut() {
    assertThat(new OracleExtents(List.of()).cut(8)).isEmpty();
  }

  @Test
  void findsTheSlicesOfAHashAgainAndNothingElse() {
    List<OracleKey> key = List.of(new OracleKey("\"A\"", false), new OracleKey("\"B\"", false));
    HashSlices hash = HashSlices.of(key, 3).orElseThrow();

    assertThat(hash.conditions())
        .containsExactly(
            "ORA_HASH(\"B\", 2) = 0", "ORA_HASH(\"B\", 2) = 1", "ORA_HASH(\"B\", 2) = 2");
    assertThat(HashSlices.parse(hash.slices().bookmark().orElseThrow(), key)).contains(hash);
    assertThat(HashSlices.parse("hash of the key in 2 OR 1=1", key)).isEmpty();
    assertThat(HashSlices.of(List.of(), 3)).isEmpty();
  }
}
