package dev.penstock.engine;

import static java.util.Objects.requireNonNull;

import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.SplitResult;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * From where an attempt sets out: from the beginning, or from where another one ended.
 *
 * @param splits still to be read
 * @param done staged by others, whole
 * @param taken the plan that is gone on with; empty for a new load
 * @param bookmark by which another attempt could go on with a new load
 */
record Beginning(
    LoadPackage loadPackage,
    Survey survey,
    List<Split> splits,
    List<SplitResult> done,
    Optional<LoadPlan> taken,
    Optional<String> bookmark) {
  Beginning {
    requireNonNull(loadPackage, "loadPackage");
    requireNonNull(survey, "survey");
    splits = List.copyOf(splits);
    done = List.copyOf(done);
    requireNonNull(taken, "taken");
    requireNonNull(bookmark, "bookmark");
  }

  /** Nothing to read, and nothing that was read. */
  boolean isEmpty() {
    return splits.isEmpty() && done.isEmpty();
  }

  /** Those that are expected of the splits still to be read. */
  OptionalLong rowsToRead() {
    return survey.rows().isPresent()
        ? OptionalLong.of(survey.rows().getAsLong() - rowsDone())
        : OptionalLong.empty();
  }

  long rowsDone() {
    return done.stream().mapToLong(SplitResult::rowsRead).sum();
  }

  /** The results of all splits, in the order of their indexes. */
  List<SplitResult> with(List<SplitResult> read) {
    List<SplitResult> all = new ArrayList<>(done);
    all.addAll(read);
    all.sort(Comparator.comparingInt(SplitResult::split));
    return all;
  }
}
