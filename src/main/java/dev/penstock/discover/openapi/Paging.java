package dev.penstock.discover.openapi;

import dev.penstock.discover.openapi.Operation.Param;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.PaginationType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How pages follow one another, as far as names tell.
 *
 * @param type empty where it is to be found from the first page
 * @param settings that it needs, those that are usual too
 * @param size the most records that a page may have
 * @param taken the parameters that are sent for it
 */
record Paging(
    Optional<PaginationType> type,
    Map<ApiSetting, String> settings,
    OptionalLong size,
    Set<String> taken) {
  /** Pages beyond are larger than what one answer should hold. */
  private static final long MOST_SIZE = 10_000;

  private static final List<String> PAGE =
      List.of("page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage", "p");
  private static final List<String> OFFSET =
      List.of("offset", "skip", "start", "startat", "startindex", "pageoffset");
  private static final List<String> SIZE =
      List.of(
          "perpage",
          "pagesize",
          "limit",
          "maxresults",
          "top",
          "size",
          "count",
          "pagelimit",
          "maxitems",
          "maxrecords",
          "itemsperpage",
          "recordsperpage",
          "resultsperpage",
          "take",
          "hitsperpage",
          "first",
          "rows");
  private static final List<String> CURSOR =
      List.of(
          "cursor",
          "pagetoken",
          "nextpagetoken",
          "nexttoken",
          "continuationtoken",
          "continuation",
          "paginationtoken",
          "nextcursor",
          "pagecursor",
          "pageafter",
          "startcursor",
          "startingafter",
          "startafter",
          "after",
          "marker",
          "bookmark",
          "scrollid",
          "cursormark",
          "skiptoken");

  /** Where answers give the token of the next page: the last name, or the last two. */
  private static final List<String> TOKEN =
      List.of(
          "nextcursor",
          "nextpagetoken",
          "nexttoken",
          "nextpagecursor",
          "continuationtoken",
          "nextmarker",
          "endcursor",
          "next.after",
          "cursors.after",
          "cursors.next",
          "cursor.next",
          "cursor.after",
          "after",
          "scrollid",
          "bookmark",
          "cursormark");

  private static final List<String> LINK =
      List.of(
          "odatanextlink",
          "nextlink",
          "nexturl",
          "nextpageurl",
          "nextrecordsurl",
          "nextpageuri",
          "continuationuri",
          "next.href",
          "next.link",
          "links.next",
          "next",
          "nextpage");

  private static final List<String> MORE =
      List.of("hasmore", "hasnext", "hasnextpage", "hasmoreitems", "hasmoreresults");

  static Paging of(Operation operation, RecordList list) {
    return new Finding(operation, list).found();
  }

  private static final class Finding {
    private final Operation operation;
    private final RecordList list;
    private final Map<ApiSetting, String> settings = new EnumMap<>(ApiSetting.class);
    private final Set<String> taken = new java.util.HashSet<>();

    Finding(Operation operation, RecordList list) {
      this.operation = operation;
      this.list = list;
    }

    Paging found() {
      Optional<PaginationType> type =
          token().or(this::link).or(this::lastRecord).or(this::offset).or(this::number);
      Optional<Param> size = operation.asking(SIZE).filter(param -> !param.schema().isBoolean());
      size.ifPresent(
          param -> {
            boolean offset = type.equals(Optional.of(PaginationType.OFFSET));
            taken.add(param.name());
            settings.put(offset ? ApiSetting.LIMIT_PARAM : ApiSetting.PER_PAGE_PARAM, param.name());
          });
      OptionalLong most = size.map(param -> param.schema().maximum()).orElse(OptionalLong.empty());
      boolean sensible = most.isPresent() && most.getAsLong() > 0 && most.getAsLong() <= MOST_SIZE;
      return new Paging(type, settings, sensible ? most : OptionalLong.empty(), taken);
    }

    private Optional<PaginationType> token() {
      Optional<Param> param = operation.asking(CURSOR).filter(p -> p.schema().mayBeText());
      Optional<List<String>> path =
          param.flatMap(p -> text(TOKEN).or(() -> text(List.of(p.plain()))));
      Optional<List<String>> next =
          param.flatMap(p -> text(List.of("next"))).filter(p -> !isLink(p));
      return path.or(() -> next)
          .map(
              at -> {
                settings.put(ApiSetting.CURSOR_PATH, RecordList.text(at));
                return take(param.get(), ApiSetting.CURSOR_PARAM, PaginationType.CURSOR);
              });
    }

    private PaginationType take(Param param, ApiSetting setting, PaginationType type) {
      taken.add(param.name());
      settings.put(setting, param.name());
      more();
      return type;
    }

    private void more() {
      list.values().entrySet().stream()
          .filter(entry -> entry.getValue().isBoolean())
          .filter(entry -> MORE.contains(Operation.plain(RecordList.last(entry.getKey()))))
          .findFirst()
          .ifPresent(
              entry -> settings.put(ApiSetting.HAS_MORE_PATH, RecordList.text(entry.getKey())));
    }

    private boolean isLink(List<String> path) {
      return list.values().get(path).format().startsWith("uri");
    }

    private Optional<PaginationType> link() {
      if (operation.answerHeaders().contains("link")) {
        return Optional.of(PaginationType.HEADER_LINK);
      }
      return text(LINK)
          .map(
              at -> {
                settings.put(ApiSetting.NEXT_URL_PATH, RecordList.text(at));
                return PaginationType.JSON_LINK;
              });
    }

    /** The token is the key of the last record. */
    private Optional<PaginationType> lastRecord() {
      Optional<Param> param = operation.asking(List.of("startingafter", "startafter"));
      Optional<String> key = list.key();
      if (param.isEmpty() || key.isEmpty() || list.path().isEmpty()) {
        return Optional.empty();
      }
      settings.put(ApiSetting.CURSOR_PATH, list.selector() + "[-1]." + key.get());
      return Optional.of(take(param.get(), ApiSetting.CURSOR_PARAM, PaginationType.CURSOR));
    }

    private Optional<PaginationType> offset() {
      return operation
          .asking(OFFSET)
          .filter(param -> param.schema().isWhole() || !param.schema().mayBeText())
          .map(param -> take(param, ApiSetting.OFFSET_PARAM, PaginationType.OFFSET));
    }

    private Optional<PaginationType> number() {
      return operation
          .asking(PAGE)
          .map(
              param -> {
                base(param.schema()).ifPresent(base -> settings.put(ApiSetting.BASE_PAGE, base));
                return take(param, ApiSetting.PAGE_PARAM, PaginationType.PAGE_NUMBER);
              });
    }

    private static Optional<String> base(Schema schema) {
      Optional<String> usual = schema.usual().filter(text -> text.matches("[01]"));
      OptionalLong least = schema.minimum();
      boolean known = least.isPresent() && (least.getAsLong() == 0 || least.getAsLong() == 1);
      return usual.or(() -> known ? Optional.of(Long.toString(least.getAsLong())) : usual);
    }

    /** The way to a text by the first of these names, or pairs of names, that there is. */
    private Optional<List<String>> text(List<String> names) {
      return names.stream()
          .flatMap(
              name ->
                  list.values().entrySet().stream()
                      .filter(entry -> entry.getValue().mayBeText())
                      .map(Map.Entry::getKey)
                      .filter(path -> isNamed(path, name.split("\\."))))
          .findFirst();
    }

    private static boolean isNamed(List<String> path, String... names) {
      if (path.size() < names.length) {
        return false;
      }
      for (int i = 1; i <= names.length; i++) {
        if (!Operation.plain(path.get(path.size() - i)).equals(names[names.length - i])) {
          return false;
        }
      }
      return true;
    }
  }
}
