package dev.penstock.schema;

import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.schema.Evolution.Admission;
import dev.penstock.schema.Evolution.Verdict;
import dev.penstock.schema.TableSchema.Column;
import java.util.List;

/** What a contract does not let happen, in words. */
final class Refusals {
  private Refusals() {}

  static String newColumn(Column column) {
    return "column %s (%s, %s at the source) is new; columns=freeze"
        .formatted(column.name(), column.type(), column.sourceType());
  }

  static String goneColumn(Column column) {
    return "column %s (%s, %s at the source) is gone; columns=freeze"
        .formatted(column.name(), column.type(), column.sourceType());
  }

  static String otherType(Column was, Column offered) {
    return "column %s is %s (%s at the source), and was %s (%s); data_type=freeze"
        .formatted(was.name(), offered.type(), offered.sourceType(), was.type(), was.sourceType());
  }

  static String partedKey(Column was, Column offered) {
    return "column %s is %s (%s at the source), and was %s (%s); data_type=variant would part its values in two columns, and it is by this column (primary_key, watermark_column) that rows are known"
        .formatted(was.name(), offered.type(), offered.sourceType(), was.type(), was.sourceType());
  }

  static Admission of(Job job, TableSchema before, List<String> faults) {
    if (faults.isEmpty()) {
      return Admission.GIVEN;
    }
    SchemaContract contract = job.target().contract();
    SchemaContract open =
        new SchemaContract(contract.tables(), thawed(contract.columns()), thawed(contract.types()));
    return new Admission(
        Verdict.REFUSED,
        ("%s, column schema_contract: '%s' does not allow what changed in %s since version %d of its schema:\n  %s\n"
                + "Nothing was committed. Change it back at the source; or, to take it over, %s.")
            .formatted(
                job.place(),
                contract.words(),
                job.extract().qualifiedName(),
                before.version(),
                String.join("\n  ", faults),
                open.equals(contract)
                    ? "load the table anew with run --full-refresh --job " + job.id()
                    : "write %s for one run".formatted(open.words())));
  }

  private static Mode thawed(Mode mode) {
    return mode == Mode.FREEZE ? Mode.EVOLVE : mode;
  }

  /** Of a table that no load has delivered yet. */
  static Admission ofNew(Job job) {
    SchemaContract contract = job.target().contract();
    if (contract.tables() == Mode.EVOLVE) {
      return Admission.GIVEN;
    }
    SchemaContract open = new SchemaContract(Mode.EVOLVE, contract.columns(), contract.types());
    return new Admission(
        contract.tables() == Mode.FREEZE ? Verdict.REFUSED : Verdict.SKIPPED,
        ("%s, column schema_contract: no load of %s stands yet, and tables=%s lets no new table in.\n"
                + "To let it in, write %s.")
            .formatted(
                job.place(),
                job.extract().qualifiedName(),
                contract.tables().word(),
                open.words()));
  }
}
