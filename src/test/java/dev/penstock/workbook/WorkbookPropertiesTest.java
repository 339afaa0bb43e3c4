package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.storage.StoragePath;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

final class WorkbookPropertiesTest {
  @Property(tries = 500)
  void anyNamesMakeAJobIdThatIsAFolderEverywhere(@ForAll @StringLength(max = 300) String names) {
    String id = FolderNames.toJobId(names);
    assertThat(FolderNames.isJobId(id)).as(id).isTrue();
    assertThat(new StoragePath(id).names()).hasSize(1);
  }

  @Property(tries = 500)
  void aFolderThatIsAcceptedStaysBelowTheRoot(@ForAll @StringLength(max = 40) String path) {
    if (FolderNames.objectionToFolders(path).isEmpty()) {
      assertThat(new StoragePath(path).names()).doesNotContain("..", ".", "");
    }
  }

  @Property(tries = 500)
  void wholeNumbersOfFifteenDigitsComeOutAsTheyWere(
      @ForAll @LongRange(min = -999_999_999_999_999L, max = 999_999_999_999_999L) long number) {
    assertThat(CellNumber.digits(Double.toString((double) number))).contains(Long.toString(number));
  }

  @Property(tries = 500)
  void longerNumbersComeOutExactlyOrNotAtAll(@ForAll long number) {
    Optional<String> digits = CellNumber.digits(Double.toString((double) number));
    digits.ifPresent(
        text ->
            assertThat(new BigDecimal(text)).isEqualByComparingTo(new BigDecimal((double) number)));
  }

  @Property(tries = 500)
  void daysComeOutAsTheirDates(@ForAll @IntRange(min = 61, max = 2_958_465) int day) {
    LocalDate date = LocalDate.of(1899, 12, 30).plus(day, ChronoUnit.DAYS);
    assertThat(CellNumber.date(Integer.toString(day), CellNumber.Epoch.YEAR_1900))
        .contains(date.toString());
  }

  @Property(tries = 500)
  void cleaningTwiceChangesNothing(@ForAll String text) {
    String once = CellText.clean(text);
    assertThat(CellText.clean(once)).isEqualTo(once);
  }

  @Property(tries = 500)
  void noTextThrowsTheChecksOff(@ForAll String text) {
    assertThat(SqlText.objectionToFilter(text)).isNotNull();
    assertThat(CellText.shown(text)).hasSizeLessThan(500);
    assertThat(Lists.split(text)).allSatisfy(value -> assertThat(value).isNotEmpty());
    assertThat(Quantity.bytes(text)).isNotNull();
  }
}
