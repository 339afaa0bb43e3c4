package dev.penstock.workbook;

import dev.penstock.workbook.CellNumber.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the XML of a sheet, keeping only cells that hold something. */
final class SheetXml extends DefaultHandler {
  private static final int MAX_CELLS = 500_000;
  private static final int MAX_TEXT = 100_000;
  private static final int MAX_MERGED = 10_000;

  /** What the cells of all sheets refer to. */
  record Shared(SharedTexts texts, DateStyles styles, Epoch epoch, Unreadable unreadable) {}

  private final Shared shared;
  private final List<SheetRow> rows = new ArrayList<>();
  private final List<String> merged = new ArrayList<>();
  private final StringBuilder value = new StringBuilder();
  private List<Cell> cells = new ArrayList<>();
  private int rowNumber;
  private int column;
  private String type = "";
  private int style;
  private boolean formula;
  private boolean valued;
  private boolean reading;
  private boolean spoken;
  private int kept;
  private long keptCharacters;

  SheetXml(Shared shared) {
    this.shared = shared;
  }

  SheetRows rows() {
    return new SheetRows(rows, merged);
  }

  @Override
  public void startElement(String uri, String name, String qName, Attributes attributes) {
    switch (name) {
      case "row" -> startRow(attributes);
      case "c" -> startCell(attributes);
      case "f" -> formula = true;
      case "v" -> {
        valued = true;
        reading = true;
      }
      case "t" -> reading = !spoken;
      case "rPh" -> spoken = true;
      case "mergeCell" -> {
        if (merged.size() < MAX_MERGED && attributes.getValue("ref") != null) {
          merged.add(attributes.getValue("ref"));
        }
      }
      default -> {}
    }
  }

  private void startRow(Attributes attributes) {
    rowNumber = number(attributes, "r", rowNumber + 1);
    column = -1;
    cells = new ArrayList<>();
  }

  private void startCell(Attributes attributes) {
    String reference = attributes.getValue("r");
    column = reference == null ? column + 1 : CellReference.column(reference, column + 1);
    String given = attributes.getValue("t");
    type = given == null ? "n" : given;
    style = number(attributes, "s", 0);
    formula = false;
    valued = false;
    value.setLength(0);
  }

  @Override
  public void endElement(String uri, String name, String qName) {
    switch (name) {
      case "v", "t" -> reading = false;
      case "rPh" -> spoken = false;
      case "c" -> endCell();
      case "row" -> {
        if (!cells.isEmpty()) {
          rows.add(new SheetRow(rowNumber, cells));
        }
      }
      default -> {}
    }
  }

  @Override
  public void characters(char[] chars, int start, int length) {
    if (reading) {
      if (value.length() + length > MAX_TEXT) {
        throw shared
            .unreadable()
            .because(
                "cell %s holds more than %d characters.".formatted(reference(), MAX_TEXT),
                "Excel allows 32767; shorten it.");
      }
      keptCharacters += length;
      if (keptCharacters > SharedTexts.MAX_CHARACTERS) {
        throw SharedTexts.tooMuchText(shared.unreadable());
      }
      value.append(chars, start, length);
    }
  }

  private void endCell() {
    Optional<Cell> cell = cell();
    if (cell.isPresent() && ++kept > MAX_CELLS) {
      throw shared
          .unreadable()
          .because(
              "a sheet holds more than " + MAX_CELLS + " filled cells.",
              "Take out what is no job, or split the jobs over several workbooks.");
    }
    cell.ifPresent(cells::add);
  }

  private Optional<Cell> cell() {
    boolean text = type.equals("str") || type.equals("inlineStr");
    if (formula && !(valued && (text || !value.isEmpty()))) {
      return Optional.of(cellOf(Cell.Content.UNCALCULATED, ""));
    }
    String raw = value.toString();
    return switch (type) {
      case "s" -> text(sharedText(raw));
      case "str", "inlineStr" -> text(CellText.unescaped(raw));
      case "e" -> Optional.of(cellOf(Cell.Content.ERROR, raw));
      case "b" ->
          raw.isBlank()
              ? Optional.empty()
              : Optional.of(cellOf(Cell.Content.FLAG, raw.equals("1") ? "TRUE" : "FALSE"));
      case "d" ->
          raw.isBlank()
              ? Optional.empty()
              : CellNumber.isoDate(raw)
                  .map(date -> cellOf(Cell.Content.DATE, date))
                  .or(() -> text(raw));
      default -> raw.isBlank() ? Optional.empty() : Optional.of(number(raw));
    };
  }

  private Optional<Cell> text(String raw) {
    String text = CellText.clean(raw);
    return text.isEmpty() ? Optional.empty() : Optional.of(cellOf(Cell.Content.TEXT, text));
  }

  private Cell number(String raw) {
    if (shared.styles().isDate(style)) {
      Optional<String> date = CellNumber.date(raw, shared.epoch());
      if (date.isPresent()) {
        return cellOf(Cell.Content.DATE, date.get());
      }
    }
    return CellNumber.digits(raw)
        .map(digits -> cellOf(Cell.Content.NUMBER, digits))
        .orElseGet(() -> cellOf(Cell.Content.ROUNDED, raw));
  }

  private String sharedText(String index) {
    if (index.isBlank()) {
      return "";
    }
    try {
      return shared.texts().get(Integer.parseInt(index.strip())).orElseThrow();
    } catch (NumberFormatException | java.util.NoSuchElementException e) {
      throw shared
          .unreadable()
          .damaged(
              "cell %s refers to shared text %s, but the file holds %d of them."
                  .formatted(reference(), CellText.shown(index), shared.texts().size()));
    }
  }

  private Cell cellOf(Cell.Content content, String text) {
    return new Cell(column, reference(), content, text);
  }

  private String reference() {
    return CellReference.letters(column) + rowNumber;
  }

  /** A whole number among the attributes. */
  static int number(Attributes attributes, String name, int otherwise) {
    String text = attributes.getValue(name);
    try {
      return text == null ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
