package dev.penstock.source;

import java.util.Optional;

/** A source that gives its rows page by page, and may be asked for the first one alone. */
public interface Paged {
  /**
   * In place of a survey: what the splits give afterwards is the first page, of which no count and
   * no watermark is known.
   */
  Survey firstPage(Optional<Watermark> committed);

  /** The request for the second page, without secrets; empty when the first is the last. */
  Optional<String> secondPage();
}
