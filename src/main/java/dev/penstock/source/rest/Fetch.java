package dev.penstock.source.rest;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.http.AnsweredException;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.page.Page;
import java.util.Optional;

/** Fetches all pages of one run into a spool. Used once, by one thread. */
final class Fetch {
  private final String where;
  private final Api api;
  private final Intake intake;
  private final Paging paging;
  private final AnswerReader answers;
  private final Deadline deadline;
  private final boolean newestFirst;
  private Loops loops = new Loops();
  private int pages;
  private long start;

  /**
   * @param where the beginning of messages
   * @param intake takes the records
   */
  Fetch(String where, Api api, ApiOptions options, Intake intake) {
    this.where = where;
    this.api = api;
    this.intake = intake;
    this.paging = new Paging(where, options);
    this.answers = new AnswerReader(api.site(), options, intake, paging);
    this.deadline = new Deadline(api, options.whole(ApiSetting.DEADLINE));
    this.newestFirst = options.word(ApiSetting.ROW_ORDER, "").equals("desc");
  }

  /** Reads page after page to the end. */
  void run(Call template) {
    run(template, api.nanos());
  }

  /**
   * The same as a part of something longer.
   *
   * @param began when that began, by the clock of the API
   */
  void run(Call template, long began) {
    Optional<Call> next = Optional.of(paging.first(template));
    start = began;
    while (next.isPresent()) {
      pages++;
      Optional<Page> page = asked(next.get());
      if (page.isEmpty()) {
        loops = new Loops();
        pages = 0;
        next = Optional.of(paging.first(template));
      } else {
        loops.leave(place(), page.get().content(), intake.sum());
        boolean below = newestFirst && intake.isBelow();
        next = below ? Optional.empty() : paging.next(page.get());
      }
    }
  }

  /** Empty when the first page is to be asked for again, in another size. */
  private Optional<Page> asked(Call call) {
    String place = place();
    loops.enter(place, call);
    try {
      return Optional.of(
          api.exchange(
              place,
              call,
              deadline.limit(place, start),
              answer -> intake.reading(answer, a -> answers.read(place, call, a))));
    } catch (AnsweredException e) {
      if (pages == 1 && paging.resize(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads the first page alone; gives what the API says of itself with it. */
  Glance glance(Call template) {
    return Glance.of(firstPage(template));
  }

  /** Reads the first page alone; gives the request for the second, if there is one. */
  Optional<Call> second(Call template) {
    return paging.next(firstPage(template));
  }

  private Page firstPage(Call template) {
    pages = 1;
    start = api.nanos();
    Optional<Page> asked = asked(paging.first(template));
    while (asked.isEmpty()) {
      loops = new Loops();
      asked = asked(paging.first(template));
    }
    return asked.get();
  }

  private String place() {
    return where + ", page " + pages;
  }

  /** How it was asked and what was found, for people. */
  String words() {
    return "%s, records at %s, pages read %d%s"
        .formatted(paging.words(), answers.words(), pages, intake.words());
  }

  int pages() {
    return pages;
  }
}
