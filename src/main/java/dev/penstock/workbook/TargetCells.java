package dev.penstock.workbook;

import dev.penstock.job.Deletes;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a job's rows land, from the cells of its row. */
final class TargetCells {
  private static final String BELOW_ROOT =
      "Write folders below the destination's root, separated by /, such as sales/erp.";

  private final JobRow row;
  private final Naming defaultNaming;

  /** {@code defaultNaming} is the setting, for rows that do not say. */
  TargetCells(JobRow row, Naming defaultNaming) {
    this.row = row;
    this.defaultNaming = defaultNaming;
  }

  /** Empty when something is wrong, which the row has then noted. */
  Optional<Target> read(Optional<LoadType> loadType) {
    Optional<String> container = container();
    Optional<String> folder = folder();
    Optional<WriteDisposition> disposition = loadType.flatMap(this::disposition);
    Naming naming =
        row.choice(Column.NAMING)
            .map(word -> Naming.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(defaultNaming);
    List<String> primaryKey = row.list(Column.PRIMARY_KEY);
    Optional<Deletes> deletes = new DeletesCell(row).read(loadType);
    SchemaContract contract = new ContractCell(row).read();
    if (row.hasErrors()) {
      return Optional.empty();
    }
    return disposition.map(
        found -> new Target(container, folder, found, naming, primaryKey, deletes, contract));
  }

  private Optional<String> container() {
    Optional<String> container = row.text(Column.TARGET_CONTAINER).map(TargetCells::withoutEnd);
    container
        .flatMap(
            name ->
                name.contains("/")
                    ? Optional.of("holds more than one folder")
                    : FolderNames.objectionToFolders(name))
        .ifPresent(
            objection ->
                row.error(
                    Column.TARGET_CONTAINER,
                    CellText.shown(container.orElse("")) + " " + objection + ".",
                    "Write one name, such as raw; further folders go into target_folder_path."));
    return container;
  }

  private Optional<String> folder() {
    Optional<String> folder = row.text(Column.TARGET_FOLDER_PATH).map(TargetCells::withoutEnd);
    folder
        .flatMap(FolderNames::objectionToFolders)
        .ifPresent(
            objection ->
                row.error(
                    Column.TARGET_FOLDER_PATH,
                    CellText.shown(folder.orElse("")) + " " + objection + ".",
                    BELOW_ROOT));
    return folder;
  }

  /** A slash at the end says nothing; one alone is the absolute root and stays, to be refused. */
  private static String withoutEnd(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private Optional<WriteDisposition> disposition(LoadType loadType) {
    boolean merge =
        row.text(Column.WRITE_DISPOSITION).filter("merge"::equalsIgnoreCase).isPresent();
    if (merge) {
      row.error(
          Column.WRITE_DISPOSITION,
          "'merge' is refused: rows in Parquet files cannot be changed in place, and nothing else"
              + " is done silently in its stead.",
          "Write append and take the newest row of each primary_key when reading, or set load_type"
              + " to FULL with snapshot or replace. merge will come with Delta and SQL"
              + " destinations.");
      return Optional.empty();
    }
    Optional<WriteDisposition> asked =
        row.choice(Column.WRITE_DISPOSITION)
            .map(word -> WriteDisposition.valueOf(word.toUpperCase(Locale.ROOT)));
    asked.ifPresent(disposition -> requireFit(disposition, loadType));
    return asked.or(() -> Optional.of(usual(loadType)));
  }

  private void requireFit(WriteDisposition disposition, LoadType loadType) {
    boolean adds = disposition == WriteDisposition.APPEND;
    if (adds && loadType == LoadType.FULL) {
      row.error(
          Column.WRITE_DISPOSITION,
          "'append' does not go with load_type FULL: every run would add all rows again.",
          "Write snapshot or replace, or set load_type to INCREMENTAL.");
    } else if (!adds && loadType == LoadType.INCREMENTAL) {
      row.error(
          Column.WRITE_DISPOSITION,
          "'%s' does not go with load_type INCREMENTAL: rows of earlier runs would be lost."
              .formatted(disposition.name().toLowerCase(Locale.ROOT)),
          "Write append, or set load_type to FULL.");
    }
  }

  private static WriteDisposition usual(LoadType loadType) {
    return switch (loadType) {
      case FULL -> WriteDisposition.SNAPSHOT;
      case INCREMENTAL -> WriteDisposition.APPEND;
    };
  }
}
