package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class JobFilterTest {
  private static final List<Job> JOBS =
      List.of(
          Jobs.job("shop_orders", "shop", "orders"),
          Jobs.job("shop_order.lines", "shop", "order_lines"),
          Jobs.job("erp_items", "ERP", "items"));

  /** Of databases, whose rows hold no tables: nobody asks the lake. */
  private static JobIds known(List<Job> rows) {
    return new JobIds(
        rows,
        () -> {
          throw new AssertionError("the lake was asked");
        });
  }

  @Test
  void withoutOptionsEveryJobIsMeant() {
    assertThat(filter().isEmpty()).isTrue();
    assertThat(ids()).containsExactly("shop_orders", "shop_order.lines", "erp_items");
  }

  @Test
  void starsAndQuestionMarksStandForCharactersAndNothingElseDoes() {
    assertThat(ids("--job", "shop_*")).containsExactly("shop_orders", "shop_order.lines");
    assertThat(ids("--job", "shop_order?")).containsExactly("shop_orders");
    assertThat(ids("--job", "shop_order.*")).containsExactly("shop_order.lines");
    assertThat(ids("--job", "shop_order[s]")).isEmpty();
    assertThat(ids("--job", "shop")).isEmpty();
  }

  @Test
  void letterCaseMakesNoDifference() {
    assertThat(ids("--source", "erp", "--job", "ERP_ITEMS")).containsExactly("erp_items");
  }

  @Test
  void repeatedOptionsAddAndDifferentOnesNarrow() {
    assertThat(ids("-j", "shop_orders", "-j", "erp_*")).containsExactly("shop_orders", "erp_items");
    assertThat(ids("-j", "*_*", "-s", "shop", "-t", "orders")).containsExactly("shop_orders");
  }

  @Test
  void tablesMatchWithAndWithoutTheirSchema() {
    assertThat(ids("--table", "items")).containsExactly("erp_items");
    assertThat(ids("--table", "sales.order*")).containsExactly("shop_orders", "shop_order.lines");
  }

  @Test
  void aRowOfSeveralTablesIsMeantWhenOneOfItsTablesCouldBe() {
    Job row = Jobs.job("shop", "shop", "sales_*, !sales_tmp");

    assertThat(filter().select(List.of(row))).hasSize(1);
    assertThat(filter("--job", "shop").select(List.of(row))).hasSize(1);
    assertThat(filter("--job", "shop.sales_1").select(List.of(row))).hasSize(1);
    assertThat(filter("--job", "*2024").select(List.of(row))).hasSize(1);
    assertThat(filter("--table", "sales.sales_1").select(List.of(row))).hasSize(1);
    assertThat(filter("--table", "sales_tmp").select(List.of(row))).isEmpty();
    assertThat(filter("--job", "shops").select(List.of(row))).isEmpty();
    assertThat(filter("--job", "shop", "--source", "erp").select(List.of(row))).isEmpty();
    JobFilter one = filter("--job", "shop.*_1");
    assertThat(one.wants(row, row.ofTable("sales_1"))).isTrue();
    assertThat(one.wants(row, row.ofTable("sales_2"))).isFalse();
    assertThat(filter("--job", "shop").wants(row, row.ofTable("sales_2"))).isTrue();
  }

  @Test
  void anEndpointIsMeantWhenATableInsideItsRecordsIsNamed() {
    Job row = Jobs.endpoint("crm", "orders");

    assertThat(filter("--job", "crm.lines").select(List.of(row))).hasSize(1);
    assertThat(filter("--job", "crm.l*").select(List.of(row))).hasSize(1);
    // Whoever fits any id chooses no endpoint by it.
    assertThat(filter("--job", "*lines").select(List.of(row))).isEmpty();
    assertThat(filter("--job", "crm.lines", "--source", "erp").select(List.of(row))).isEmpty();
    JobFilter one = filter("--job", "crm.lines");
    assertThat(one.wants(row, row.ofInner("lines"))).isTrue();
    assertThat(one.wants(row, row.ofInner("tags"))).isFalse();
    assertThat(filter("--job", "crm").wants(row, row.ofInner("tags"))).isTrue();
    assertThat(filter("--job", "tab.lines").select(List.of(Jobs.job("tab", "shop", "t"))))
        .isEmpty();
  }

  @Test
  void aRejectedRowIsKnownByItsIdAlone() {
    assertThat(filter().matchesId("x")).isTrue();
    assertThat(filter("--job", "x*").matchesId("x1")).isTrue();
    assertThat(filter("--job", "y*").matchesId("x1")).isFalse();
    assertThat(filter("--source", "shop").matchesId("x1")).isFalse();
  }

  @Test
  void nothingFoundNamesTheOptionsAsTypedAndTheJobs() {
    assertThatThrownBy(() -> filter("-j", "a*", "-j", "b", "-t", "c").require(known(JOBS)))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "No enabled job matches --job a* --job b --table c.\n"
                + "Enabled jobs: shop_orders, shop_order.lines, erp_items");
    assertThatThrownBy(() -> filter().require(known(List.of())))
        .isInstanceOf(IngestException.class)
        .hasMessage("No job is enabled. Set enabled to Y in the rows to load.");
  }

  @Test
  void ofManyJobsTheFirstTwentyAreNamed() {
    List<Job> many = IntStream.range(0, 23).mapToObj(i -> Jobs.job("j" + i, "s", "t")).toList();

    assertThat(known(many).text()).startsWith("j0, j1, ").endsWith(", j19 and 3 more");
    assertThat(known(many.subList(0, 20)).text()).endsWith(", j18, j19");
  }

  private static List<String> ids(String... options) {
    return filter(options).select(JOBS).stream().map(Job::id).toList();
  }

  private static JobFilter filter(String... options) {
    return CommandLine.populateCommand(new JobFilter(), options);
  }
}
