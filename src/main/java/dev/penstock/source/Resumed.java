package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Whether a source can read on from where an earlier run ended. */
public sealed interface Resumed {
  <T> T when(Cases<T> cases);

  /** One method for each answer. */
  interface Cases<T> {
    T possible(Possible possible);

    T impossible(Impossible impossible);
  }

  /**
   * It can.
   *
   * @param survey of all splits, those that were read before included
   * @param splits those that are still to be read, under their old indexes
   */
  record Possible(Survey survey, List<Split> splits) implements Resumed {
    public Possible {
      requireNonNull(survey, "survey");
      splits = List.copyOf(splits);
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.possible(this);
    }
  }

  /**
   * Reading on might lose rows or double some.
   *
   * @param reason half a sentence, for whoever wonders why all is read again
   */
  record Impossible(String reason) implements Resumed {
    @Override
    public <T> T when(Cases<T> cases) {
      return cases.impossible(this);
    }
  }
}
