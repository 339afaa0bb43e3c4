package dev.penstock.workbook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Rows to be written into a new workbook.
 *
 * @param jobs rows of the sheet SourceConfig
 * @param sources rows of the sheet Sources, header to value
 */
public record TemplateRows(List<Map<Column, String>> jobs, List<Map<String, String>> sources) {
  public TemplateRows {
    jobs = jobs.stream().map(TemplateRows::copy).toList();
    sources = sources.stream().map(Map::copyOf).toList();
  }

  /** These rows, then the other's. */
  public TemplateRows and(TemplateRows other) {
    List<Map<Column, String>> allJobs = new ArrayList<>(jobs);
    allJobs.addAll(other.jobs);
    List<Map<String, String>> allSources = new ArrayList<>(sources);
    allSources.addAll(other.sources);
    return new TemplateRows(allJobs, allSources);
  }

  private static Map<Column, String> copy(Map<Column, String> row) {
    Map<Column, String> copy = new EnumMap<>(Column.class);
    copy.putAll(row);
    return Collections.unmodifiableMap(copy);
  }
}
