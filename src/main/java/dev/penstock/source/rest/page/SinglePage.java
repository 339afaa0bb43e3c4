package dev.penstock.source.rest.page;

import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.http.Call;
import java.util.List;
import java.util.Optional;

/** All there is comes at once. */
record SinglePage() implements Paginator {
  @Override
  public Call first(Call call) {
    return call;
  }

  @Override
  public Optional<Call> next(Page page) {
    return Optional.empty();
  }

  @Override
  public List<JsonPath> watched() {
    return List.of();
  }

  @Override
  public String words() {
    return "single_page";
  }
}
