package dev.penstock.workbook;

import dev.penstock.failure.IngestException;
import dev.penstock.job.SourceType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;

/**
 * Adds rows to the sheets of a workbook that people have made their own: nothing that is there is
 * changed, and a new row looks like the one above it.
 */
public final class JobRows {
  private static final Set<String> JOB_HEADERS =
      Arrays.stream(Column.values()).map(Column::header).collect(Collectors.toSet());

  private static final List<String> JOB_KEY =
      List.of(Column.SOURCE_NAME.header(), Column.SCHEMA_NAME.header(), Column.TABLE_NAME.header());

  private JobRows() {}

  /**
   * Adds those rows to the sheet SourceConfig whose source, schema and table no row has yet.
   *
   * @param workbook one that {@link WorkbookReader} has read without an error that concerns all of
   *     it
   * @return the rows that were added
   * @throws IngestException CONFIG when it is open elsewhere or cannot be written; it is as it was
   *     then
   */
  public static List<Map<Column, String>> append(Path workbook, List<Map<Column, String>> rows) {
    List<Map<String, String>> texts = rows.stream().map(JobRows::texts).toList();
    return WorkbookFile.change(workbook, file -> jobs(file).add(texts), List::size).stream()
        .map(JobRows::columns)
        .toList();
  }

  private static Map<String, String> texts(Map<Column, String> row) {
    Map<String, String> texts = new LinkedHashMap<>();
    row.forEach((column, text) -> texts.put(column.header(), text));
    return texts;
  }

  private static Map<Column, String> columns(Map<String, String> texts) {
    Map<Column, String> row = new EnumMap<>(Column.class);
    texts.forEach((header, text) -> row.put(Column.named(header).orElseThrow(), text));
    return row;
  }

  private static GrowingSheet jobs(WorkbookFile file) {
    XSSFSheet sheet =
        file.sheet(JobsSheet.NAME)
            .orElseThrow(() -> file.refused("it has no sheet " + JobsSheet.NAME));
    Set<String> needed = Set.of(Column.SOURCE_NAME.header(), Column.TABLE_NAME.header());
    return GrowingSheet.of(sheet, JOB_HEADERS, needed, JOB_KEY)
        .orElseThrow(() -> file.refused("its sheet " + JobsSheet.NAME + " has no header"));
  }

  /**
   * Adds a row to the sheet Sources, which is made where there is none, unless the source has one.
   *
   * @param settings by header, in the order in which columns that are missing are added
   * @return whether it was added
   * @throws IngestException as {@link #append} does
   */
  public static boolean appendSource(
      Path workbook, String name, SourceType type, Map<String, String> settings) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put(SourcesSheet.NAME_HEADER, name);
    row.put(SourcesSheet.TYPE_HEADER, type.word());
    row.putAll(settings);
    int added =
        WorkbookFile.change(
            workbook, file -> sources(file, row.keySet()).add(List.of(row)).size(), size -> size);
    return added > 0;
  }

  private static GrowingSheet sources(WorkbookFile file, Collection<String> headers) {
    XSSFSheet sheet =
        file.sheet(SourcesSheet.NAME)
            .filter(found -> found.getPhysicalNumberOfRows() > 0)
            .orElseGet(() -> newSources(file, headers));
    return GrowingSheet.of(
            sheet,
            SourcesSheet.headers(),
            Set.of(SourcesSheet.NAME_HEADER),
            List.of(SourcesSheet.NAME_HEADER))
        .orElseThrow(() -> file.refused("its sheet " + SourcesSheet.NAME + " has no header"));
  }

  private static XSSFSheet newSources(WorkbookFile file, Collection<String> headers) {
    XSSFSheet sheet =
        file.sheet(SourcesSheet.NAME).orElseGet(() -> file.newSheet(SourcesSheet.NAME));
    XSSFRow header = sheet.createRow(0);
    headers.forEach(
        name -> header.createCell(Math.max(0, header.getLastCellNum())).setCellValue(name));
    return sheet;
  }
}
