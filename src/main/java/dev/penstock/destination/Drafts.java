package dev.penstock.destination;

import java.util.List;
import java.util.Map;

/** Loads of one job that were begun and not committed; only reads. */
public interface Drafts {
  /** The plans of those that could still be committed, newest first. */
  List<LoadPlan> plans();

  /** The splits of a plan that were staged whole, each file looked at again, by their indexes. */
  List<SplitResult> results(LoadPlan plan);

  /** What a load takes from the destination and its settings, for {@link LoadPlan#fingerprint}. */
  Map<String, String> fingerprint();
}
