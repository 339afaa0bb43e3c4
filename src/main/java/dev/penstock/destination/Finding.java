package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

/**
 * One thing in a store that is not as the commit records say.
 *
 * @param place the file, as people write it
 * @param what what is wrong with it, with the figures
 * @param mend what to do about it, as one sentence
 */
public record Finding(String place, String what, String mend) {
  public Finding {
    requireNonNull(place, "place");
    requireNonNull(what, "what");
    requireNonNull(mend, "mend");
  }
}
