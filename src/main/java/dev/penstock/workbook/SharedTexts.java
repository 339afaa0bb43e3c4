package dev.penstock.workbook;

import dev.penstock.failure.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** The texts that the cells of a workbook share. */
final class SharedTexts extends DefaultHandler {
  static final long MAX_CHARACTERS = 10_000_000;

  private static final int MAX_TEXTS = 1_000_000;

  private final Unreadable unreadable;
  private final List<String> texts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private long characters;
  private int reading;
  private boolean spoken;

  SharedTexts(Unreadable unreadable) {
    this.unreadable = unreadable;
  }

  /** The text with this number, from 0. */
  Optional<String> get(int index) {
    return index >= 0 && index < texts.size() ? Optional.of(texts.get(index)) : Optional.empty();
  }

  int size() {
    return texts.size();
  }

  @Override
  public void startElement(String uri, String name, String qName, Attributes attributes) {
    switch (name) {
      case "si" -> text.setLength(0);
      // Japanese reading aids repeat the text in another script.
      case "rPh" -> spoken = true;
      case "t" -> reading++;
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String name, String qName) {
    switch (name) {
      case "si" -> endText();
      case "rPh" -> spoken = false;
      case "t" -> reading--;
      default -> {}
    }
  }

  private void endText() {
    if (texts.size() == MAX_TEXTS) {
      throw unreadable.because(
          "it holds more than " + MAX_TEXTS + " different texts.", "Take out what is no job.");
    }
    texts.add(CellText.unescaped(text.toString()));
  }

  static ConfigException tooMuchText(Unreadable unreadable) {
    return unreadable.because(
        "its cells hold more than " + MAX_CHARACTERS + " characters of text.",
        "Take out what is no job.");
  }

  @Override
  public void characters(char[] chars, int start, int length) {
    if (reading > 0 && !spoken) {
      characters += length;
      if (characters > MAX_CHARACTERS) {
        throw tooMuchText(unreadable);
      }
      text.append(chars, start, length);
    }
  }
}
