package dev.penstock.source.rest.page;

import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.http.Call;
import java.util.OptionalLong;

/** How many records a page is to have, where the API is asked for that. */
record Size(String param, OptionalLong records) {
  static Size of(ApiOptions options) {
    return new Size(
        options.text(ApiSetting.PER_PAGE_PARAM, "per_page"), options.whole(ApiSetting.PAGE_SIZE));
  }

  Call on(Call call) {
    return records.isEmpty() ? call : call.param(param, Long.toString(records.getAsLong()));
  }

  String words() {
    return records.isEmpty() ? "" : ", %s=%d".formatted(param, records.getAsLong());
  }
}
