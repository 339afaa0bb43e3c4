package dev.penstock.workbook;

import dev.penstock.failure.ConfigException;
import dev.penstock.workbook.CellNumber.Epoch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** A workbook file: its sheets, and the cells of each. Used by one thread. */
final class XlsxFile implements AutoCloseable {
  /** A sheet in the order of the tabs. */
  record Sheet(String name, Visibility visibility, String part) {}

  /** Whether people see a sheet's tab. */
  enum Visibility {
    VISIBLE,
    HIDDEN
  }

  private final XlsxParts parts;
  private final List<Sheet> sheets = new ArrayList<>();
  private final SheetXml.Shared shared;
  private Epoch epoch = Epoch.YEAR_1900;

  private XlsxFile(XlsxParts parts) {
    this.parts = parts;
    String workbook = Relations.of("", parts).byKind("officeDocument").orElse("xl/workbook.xml");
    if (workbook.endsWith(".bin")) {
      throw parts
          .unreadable()
          .because(
              "the file is a binary workbook (.xlsb).",
              "Save it in Excel as Excel Workbook (.xlsx).");
    }
    if (!parts.has(workbook)) {
      throw parts
          .unreadable()
          .because(
              "the file is a zip archive without a workbook in it.",
              "Save it in Excel as Excel Workbook (.xlsx).");
    }
    Relations relations = Relations.of(workbook, parts);
    parts.parse(workbook, new WorkbookXml(relations));
    SharedTexts texts = new SharedTexts(parts.unreadable());
    relations.byKind("sharedStrings").ifPresent(part -> parts.parse(part, texts));
    DateStyles styles = new DateStyles();
    relations.byKind("styles").ifPresent(part -> parts.parse(part, styles));
    this.shared = new SheetXml.Shared(texts, styles, epoch, parts.unreadable());
  }

  /** Opens the file, which the caller closes. */
  static XlsxFile open(Path workbook) {
    XlsxParts parts = XlsxParts.open(workbook);
    try {
      return new XlsxFile(parts);
    } catch (ConfigException e) {
      parts.close();
      throw e;
    }
  }

  List<Sheet> sheets() {
    return List.copyOf(sheets);
  }

  SheetRows rows(Sheet sheet) {
    if (!parts.has(sheet.part())) {
      throw parts
          .unreadable()
          .damaged(
              "the part that holds sheet %s is missing.".formatted(CellText.shown(sheet.name())));
    }
    SheetXml xml = new SheetXml(shared);
    parts.parseSheet(sheet.part(), xml);
    return xml.rows();
  }

  @Override
  public void close() {
    parts.close();
  }

  private final class WorkbookXml extends DefaultHandler {
    private final Relations relations;

    WorkbookXml(Relations relations) {
      this.relations = relations;
    }

    @Override
    public void startElement(String uri, String name, String qName, Attributes attributes) {
      if (name.equals("workbookPr")) {
        String flag = attributes.getValue("date1904");
        epoch = "1".equals(flag) || "true".equals(flag) ? Epoch.YEAR_1904 : Epoch.YEAR_1900;
      } else if (name.equals("sheet") && attributes.getValue("name") != null) {
        String state = attributes.getValue("state");
        sheets.add(
            new Sheet(
                attributes.getValue("name"),
                state == null || state.equals("visible") ? Visibility.VISIBLE : Visibility.HIDDEN,
                relationId(attributes).flatMap(relations::byId).orElse("")));
      }
    }

    private Optional<String> relationId(Attributes attributes) {
      for (int i = 0; i < attributes.getLength(); i++) {
        if (attributes.getLocalName(i).equals("id") && !attributes.getURI(i).isEmpty()) {
          return Optional.of(attributes.getValue(i));
        }
      }
      return Optional.empty();
    }
  }
}
