package dev.penstock.source.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;

/**
 * Fills the lists of a vector, one after another, element by element. An element for which nothing
 * is written is null.
 */
public final class ListFiller {
  /** What an element is written with. */
  @FunctionalInterface
  public interface Attached {
    /** Names the vector that the next elements go to; called again when it has grown. */
    void attach(FieldVector elements);
  }

  private final Attached element;
  private ListVector lists;
  private FieldVector elements;
  private int capacity;
  private int first;
  private int count;

  public ListFiller(Attached element) {
    this.element = element;
  }

  /** Names the vector that the next lists go to; to be called again when it has grown. */
  public void attach(FieldVector target) {
    lists = (ListVector) target;
    elements = lists.getDataVector();
    attachElements();
  }

  private void attachElements() {
    // A list of lists grows as it is filled.
    capacity = elements instanceof ListVector ? Integer.MAX_VALUE : elements.getValueCapacity();
    element.attach(elements);
  }

  public void start(int row) {
    first = lists.startNewValue(row);
    count = 0;
  }

  /** The place of the next element. */
  public int next() {
    int index = first + count;
    while (index >= capacity) {
      elements.reAlloc();
      attachElements();
    }
    count++;
    return index;
  }

  public void end(int row) {
    lists.endValue(row, count);
  }
}
