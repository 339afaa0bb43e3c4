package dev.penstock.secret;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Copies the secrets of a local file into a vault. */
public interface SecretCopy {
  /** The vault as messages name it. */
  String target();

  /**
   * What there is to copy, compared with what the vault holds, in the order of the file.
   *
   * @throws dev.penstock.failure.IngestException SECRET when the vault does not tell; CONFIG when
   *     two keys would fall on one name
   */
  List<Step> steps();

  /**
   * Writes one secret into the vault, as a new version where there is one.
   *
   * @throws dev.penstock.failure.IngestException SECRET when the vault does not take it
   */
  void write(Step step);

  /**
   * One secret on its way.
   *
   * @param name under which the vault keeps it
   * @param note why it is refused; empty for the others
   */
  record Step(SecretKey key, String name, State state, String note) {
    public Step {
      requireNonNull(key, "key");
      requireNonNull(name, "name");
      requireNonNull(state, "state");
      requireNonNull(note, "note");
    }
  }

  /** How file and vault compare. */
  enum State {
    /** The vault has none of this name. */
    NEW,
    SAME,
    DIFFERS,
    /** It cannot be compared or written; the note says why. */
    REFUSED
  }
}
