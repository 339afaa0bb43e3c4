package dev.penstock.source.rest.page;

import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Call;
import java.util.List;
import java.util.Optional;

/** Goes from page to page. For one run, by one thread. */
public interface Paginator {
  /** The call for the first page. */
  Call first(Call call);

  /**
   * The call for the page after this one; empty at the end.
   *
   * @throws dev.penstock.failure.IngestException when the page says that there is more, but not
   *     where
   */
  Optional<Call> next(Page page);

  /** The values of a page that it must know. */
  List<JsonPath> watched();

  /** What it does, in a few words for people. */
  String words();
}
