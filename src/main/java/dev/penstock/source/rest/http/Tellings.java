package dev.penstock.source.rest.http;

import java.util.ArrayList;
import java.util.List;

/** Sentences of one kind: the first of them, and how many more. Safe for use by several threads. */
final class Tellings {
  private static final int MOST = 10;

  private final List<String> first = new ArrayList<>();
  private long more;

  synchronized void add(String sentence) {
    if (first.size() < MOST) {
      first.add(sentence);
    } else {
      more++;
    }
  }

  synchronized List<String> all() {
    List<String> all = new ArrayList<>(first);
    if (more > 0) {
      all.add("%,d more answers were ignored in the same way".formatted(more));
    }
    return List.copyOf(all);
  }
}
