package dev.penstock.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the pages of an API follow one another, with every spelling that a workbook may use. */
public enum PaginationType {
  AUTO("auto"),
  SINGLE_PAGE("single_page", "single", "none"),
  OFFSET("offset"),
  PAGE_NUMBER("page_number", "page"),
  CURSOR("cursor"),
  HEADER_LINK("header_link", "link_header"),
  HEADER_CURSOR("header_cursor"),
  JSON_LINK("json_link", "json_response", "next_url");

  private final List<String> spellings;

  PaginationType(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The spelling that messages and the docs use. */
  public String word() {
    return spellings.get(0);
  }

  /** The type with this spelling in any letter case. */
  public static Optional<PaginationType> parse(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    return Arrays.stream(values()).filter(type -> type.spellings.contains(wanted)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(PaginationType::word).toList();
  }
}
