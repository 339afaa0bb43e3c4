package dev.penstock.source.rest;

import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.AnyVersions.Order;
import dev.penstock.source.rest.AnyVersions.Version;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An API made up at random: how its pages follow one another, how it tells the last one, whether it
 * can be asked for what is new, in which order it gives records. Records come and change from load
 * to load, and some come while pages are read. It fails now and then, and at times for good.
 */
final class AnyApi {
  private static final int MOST_FAULTS = 2;

  private enum Pages {
    SINGLE,
    OFFSET,
    NUMBER,
    TOKEN,
    LAST_ID,
    TOKEN_IN_HEADER,
    LINK_IN_HEADER,
    LINK
  }

  private enum End {
    EMPTY,
    TOTAL,
    MORE
  }

  private final Random random;
  private final Pages pages;
  private final End end;
  private final Order order;
  private final boolean told;
  private final boolean asksSince;
  private final boolean posts;
  private final int pageSize;
  private final int basePage;
  private final AnyVersions records;
  private final Map<String, Integer> faults = new HashMap<>();

  /** Versions that a load was given, whole pages of them, if the load came to its end. */
  private final SortedSet<String> given = new TreeSet<>();

  private final SortedSet<String> loaded = new TreeSet<>();
  private boolean resting;
  private int downAfter = Integer.MAX_VALUE;

  /**
   * @param style says how it answers, whatever the records are
   * @param life says which records there are, and what happens
   */
  AnyApi(long style, long life) {
    Random styles = new Random(style);
    pages = any(styles, Pages.values());
    end = any(styles, End.values());
    order = any(styles, Order.values());
    told = styles.nextBoolean();
    asksSince = styles.nextBoolean();
    posts = styles.nextInt(4) == 0 && pages != Pages.LINK && pages != Pages.LINK_IN_HEADER;
    pageSize = 1 + styles.nextInt(6);
    basePage = styles.nextInt(2);
    random = new Random(life);
    records = new AnyVersions(random, styles.nextBoolean());
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** What a user would write who knows the API, or leaves it to be found. */
  Endpoints job(String path) {
    Endpoints job = Endpoints.at(path).cursor("at").key("id");
    if (posts) {
      job.post();
    }
    job.params(asksSince ? "since={watermark}&all=1" : "all=1");
    if (order == Order.FALLING && told) {
      job.with(ApiSetting.ROW_ORDER, "desc");
    }
    switch (pages) {
      case SINGLE -> job.with(ApiSetting.PAGINATION_TYPE, "single_page");
      case OFFSET ->
          job.with(ApiSetting.PAGINATION_TYPE, "offset")
              .with(ApiSetting.PAGE_SIZE, Integer.toString(pageSize));
      case NUMBER ->
          job.with(ApiSetting.PAGINATION_TYPE, "page_number")
              .with(ApiSetting.BASE_PAGE, Integer.toString(basePage));
      case TOKEN -> {
        if (told || posts) {
          job.with(ApiSetting.PAGINATION_TYPE, "cursor")
              .with(ApiSetting.CURSOR_PATH, "meta.next_cursor");
        }
      }
      case LAST_ID ->
          job.with(ApiSetting.PAGINATION_TYPE, "cursor")
              .with(ApiSetting.CURSOR_PATH, "data[-1].id")
              .with(ApiSetting.CURSOR_PARAM, "after")
              .with(ApiSetting.HAS_MORE_PATH, "meta.has_more");
      case TOKEN_IN_HEADER ->
          job.with(ApiSetting.PAGINATION_TYPE, "header_cursor")
              .with(ApiSetting.CURSOR_PATH, "X-Next");
      case LINK_IN_HEADER -> {
        if (told) {
          job.with(ApiSetting.PAGINATION_TYPE, "header_link");
        }
      }
      case LINK -> {
        if (told) {
          job.with(ApiSetting.PAGINATION_TYPE, "json_link")
              .with(ApiSetting.NEXT_URL_PATH, "meta.next");
        }
      }
    }
    if (pages == Pages.OFFSET || pages == Pages.NUMBER) {
      switch (end) {
        case TOTAL -> {
          job.with(ApiSetting.TOTAL_PATH, "meta.total");
          if (pages == Pages.NUMBER) {
            job.with(ApiSetting.TOTAL_COUNTS, "items")
                .with(ApiSetting.PAGE_SIZE, Integer.toString(pageSize));
          }
        }
        case MORE -> job.with(ApiSetting.HAS_MORE_PATH, "meta.has_more");
        case EMPTY -> {
          // Nothing needs to be said.
        }
      }
    }
    return job;
  }

  /** Before a load: records come and change, and it may go down. */
  void live() {
    given.clear();
    faults.clear();
    records.live();
    downAfter = random.nextInt(5) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
  }

  /** From here on it neither fails for good nor changes. */
  void rest() {
    given.clear();
    faults.clear();
    downAfter = Integer.MAX_VALUE;
    resting = true;
  }

  boolean isDown() {
    return downAfter != Integer.MAX_VALUE;
  }

  /** The load that was given these records is committed. */
  void loaded() {
    loaded.addAll(given);
  }

  /** Every version that some load was given. */
  SortedSet<String> versions() {
    return loaded;
  }

  SortedSet<String> current() {
    return records.current();
  }

  /** The columns that {@link #versions} speak of. */
  String columns() {
    return records.columns();
  }

  synchronized Reply answer(Asked asked) {
    String page = asked.query() + asked.body() + asked.header("after");
    boolean fails = faults.getOrDefault(page, 0) < MOST_FAULTS && random.nextInt(8) == 0;
    if (downAfter <= 0 || fails) {
      faults.merge(page, 1, Integer::sum);
      return switch (random.nextInt(4)) {
        case 0 -> Reply.status(503, "").with("Retry-After", "1");
        case 1 -> Reply.status(500, "{\"error\": \"no idea\"}");
        case 2 -> Reply.status(429, "");
        default -> whole(asked, false).cutAt(random.nextDouble());
      };
    }
    downAfter -= isDown() ? 1 : 0;
    Reply reply = whole(asked, true);
    if (order == Order.RISING && !resting && random.nextInt(6) == 0) {
      records.add();
    }
    return reply;
  }

  private Reply whole(Asked asked, boolean counts) {
    List<Version> all = records.since(argument(asked, "since"), order);
    int from = Math.min(from(asked, all), all.size());
    int to = pages == Pages.SINGLE ? all.size() : Math.min(from + pageSize, all.size());
    List<Version> page = all.subList(from, to);
    if (counts) {
      page.forEach(version -> given.add(version.toString()));
    }
    boolean more = to < all.size();
    String next = "";
    if (more && pages == Pages.TOKEN) {
      next = ", \"next_cursor\": \"%d\"".formatted(to);
    }
    if (pages == Pages.LINK) {
      next = ", \"next\": " + (more ? "\"%s\"".formatted(link(asked, to)) : "\"\"");
    }
    Reply reply =
        Reply.json(
            "{\"meta\": {\"total\": %d, \"has_more\": %s%s}, \"data\": [%s]}"
                .formatted(
                    all.size(),
                    more,
                    next,
                    page.stream().map(records::json).collect(Collectors.joining(", "))));
    if (more && pages == Pages.TOKEN_IN_HEADER) {
      return reply.with("X-Next", Integer.toString(to));
    }
    return more && pages == Pages.LINK_IN_HEADER
        ? reply.with("Link", "<%s>; rel=\"next\"".formatted(link(asked, to)))
        : reply;
  }

  private static String link(Asked asked, int to) {
    Map<String, String> query = new HashMap<>(asked.query());
    query.put("cursor", Integer.toString(to));
    return query.entrySet().stream()
        .map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining("&", asked.path() + "?", ""));
  }

  private int from(Asked asked, List<Version> all) {
    return switch (pages) {
      case SINGLE -> 0;
      case OFFSET -> number(asked, "offset", 0);
      case NUMBER -> Math.max(0, number(asked, "page", 0) - basePage) * pageSize;
      case LAST_ID -> {
        int last = number(asked, "after", 0);
        yield all.stream().map(Version::id).toList().indexOf(last) + 1;
      }
      case TOKEN, TOKEN_IN_HEADER, LINK_IN_HEADER, LINK -> number(asked, "cursor", 0);
    };
  }

  private static int number(Asked asked, String name, int otherwise) {
    String text = argument(asked, name);
    return text.isEmpty() ? otherwise : Integer.parseInt(text);
  }

  /** Of the query, or of the body of a POST. */
  private static String argument(Asked asked, String name) {
    String body = asked.body().replaceAll(".*\"%s\":\"?([^,\"}]*).*".formatted(name), "$1");
    return !asked.param(name).isEmpty() || body.equals(asked.body()) ? asked.param(name) : body;
  }

  @Override
  public String toString() {
    return "%s to %s, %s%s%s%s, %d a page from %d"
        .formatted(
            pages,
            end,
            order,
            told ? ", told" : "",
            asksSince ? ", since" : "",
            posts ? ", POST" : "",
            pageSize,
            basePage);
  }
}
