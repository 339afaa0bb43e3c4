package dev.penstock.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.LoadType;
import dev.penstock.source.CursorType;
import dev.penstock.source.FoundTable;
import dev.penstock.source.FoundTable.Column;
import dev.penstock.source.FoundTable.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProposalTest {
  private static final Column ID = column("id", CursorType.INTEGER, false, true);

  private static Column column(String name, CursorType type, boolean nullable, boolean indexed) {
    return new Column(name, "type", Optional.of(type), nullable, indexed);
  }

  private static Column time(String name) {
    return column(name, CursorType.TIMESTAMP, false, true);
  }

  private static FoundTable table(Kind kind, long rows, Column... columns) {
    return new FoundTable(
        Optional.empty(), "t", kind, List.of(columns), List.of("id"), OptionalLong.of(rows));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "updated_at", "UpdatedAt", "LAST_UPDATE_DATE", "modified", "ModifiedDate",
            "last_modified_on",
        "change_ts", "changedon", "SystemModstamp", "LastModifiedDate", "date_updated", "upd_time"
      })
  void readsByTheTimeOfTheLastChange(String name) {
    Proposal proposal = Proposal.of(table(Kind.TABLE, 10, ID, time("created_at"), time(name)));
    assertThat(proposal.loadType()).isEqualTo(LoadType.INCREMENTAL);
    assertThat(proposal.watermarkColumn()).contains(name);
    assertThat(proposal.why()).isEqualTo("it seems to tell when a row changed");
    assertThat(proposal.text()).isEqualTo("INCREMENTAL by " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"created_at", "order_date", "birth", "valid_from", "due_on", "exchanged"})
  void noOtherTimeTellsOfChanges(String name) {
    Proposal proposal = Proposal.of(table(Kind.TABLE, 10, ID, time(name)));
    assertThat(proposal)
        .isEqualTo(
            new Proposal(LoadType.FULL, Optional.empty(), "no column tells when a row changed"));
  }

  @Test
  void prefersWhatIsNeverNullAndSaysWhatIsMissing() {
    Column maybe = column("updated_at", CursorType.TIMESTAMP_TZ, true, true);
    Column never = column("modified_at", CursorType.TIMESTAMP, false, false);
    assertThat(Proposal.of(table(Kind.TABLE, 10, maybe, never)).why())
        .isEqualTo("it seems to tell when a row changed; no index begins with it");
    assertThat(Proposal.of(table(Kind.TABLE, 10, maybe)).why())
        .isEqualTo(
            "it seems to tell when a row changed; rows in which it is NULL would not be read");
  }

  @Test
  void aLongTableIsReadByItsGrowingKeyWithAWarning() {
    assertThat(Proposal.of(table(Kind.TABLE, 999_999, ID)).loadType()).isEqualTo(LoadType.FULL);
    assertThat(Proposal.of(table(Kind.TABLE, 1_000_000, ID)))
        .isEqualTo(
            new Proposal(
                LoadType.INCREMENTAL,
                Optional.of("id"),
                "the key, if it grows; rows that change later are not seen"));
  }

  @Test
  void saysThatATableCannotBeRead() {
    assertThat(Proposal.of(table(Kind.TABLE, 10)).why())
        .isEqualTo("its columns cannot be read, so the source's user may not select from it");
  }

  @Test
  void aViewIsReadWhole() {
    assertThat(Proposal.of(table(Kind.VIEW, 5_000_000, ID, time("updated_at"))).loadType())
        .isEqualTo(LoadType.FULL);
  }
}
