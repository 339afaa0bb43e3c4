package dev.penstock.workbook;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A workbook written part by part, so that each of them can be wrong. */
final class Book {
  /** A cell's XML, in which {@code @} stands for its reference. */
  record Xml(String text) {}

  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE =
      "http://schemas.openxmlformats.org/package/2006/relationships";

  /** Style 1 is a date, 2 a date by its own format, 3 the format Text, 4 red numbers. */
  private static final String STYLES =
      """
      <styleSheet xmlns="%s"><numFmts count="2">
      <numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>
      <numFmt numFmtId="165" formatCode="[Red]0.00&quot; days&quot;"/></numFmts>
      <cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>
      <xf numFmtId="49"/><xf numFmtId="165"/></cellXfs></styleSheet>"""
          .formatted(MAIN);

  private final Map<String, String> parts = new LinkedHashMap<>();
  private final StringBuilder sheets = new StringBuilder();
  private final StringBuilder relations = new StringBuilder();
  private String properties = "";
  private int count;

  Book() {
    parts.put(
        "_rels/.rels",
        "<Relationships xmlns=\"%s\"><Relationship Id=\"r\" Type=\"%s/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            .formatted(PACKAGE, RELATIONS));
    parts.put("xl/styles.xml", STYLES);
    relate("styles", "styles", "styles.xml");
  }

  /** Rows of strings, numbers, {@link Xml} and null for no cell. */
  Book sheet(String name, List<List<Object>> rows) {
    StringBuilder xml = new StringBuilder("<worksheet xmlns=\"" + MAIN + "\"><sheetData>");
    for (int row = 0; row < rows.size(); row++) {
      xml.append("<row r=\"").append(row + 1).append("\">");
      for (int column = 0; column < rows.get(row).size(); column++) {
        xml.append(cell(rows.get(row).get(column), CellReference.letters(column) + (row + 1)));
      }
      xml.append("</row>");
    }
    return rawSheet(name, "", xml.append("</sheetData></worksheet>").toString());
  }

  /** A sheet given as XML; {@code state} such as {@code state="hidden"}. */
  Book rawSheet(String name, String state, String xml) {
    count++;
    parts.put("xl/worksheets/sheet" + count + ".xml", xml);
    sheets.append(
        "<sheet name=\"%s\" sheetId=\"%d\" %s r:id=\"s%d\"/>"
            .formatted(escaped(name), count, state, count));
    relate("s" + count, "worksheet", "worksheets/sheet" + count + ".xml");
    return this;
  }

  Book hideLast() {
    int at = sheets.lastIndexOf("<sheet ");
    sheets.insert(at + "<sheet ".length(), "state=\"veryHidden\" ");
    return this;
  }

  Book mergeInLast(String range) {
    return changeLast(
        "</sheetData>",
        "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"" + range + "\"/></mergeCells>");
  }

  Book changeLast(String from, String to) {
    parts.computeIfPresent(
        "xl/worksheets/sheet" + count + ".xml", (part, xml) -> xml.replace(from, to));
    return this;
  }

  Book sharedTexts(String... texts) {
    StringBuilder xml = new StringBuilder("<sst xmlns=\"" + MAIN + "\">");
    for (String text : texts) {
      xml.append("<si>").append(text).append("</si>");
    }
    return part("xl/sharedStrings.xml", xml.append("</sst>").toString())
        .relate("shared", "sharedStrings", "sharedStrings.xml");
  }

  Book relate(String id, String kind, String target) {
    relations.append(
        "<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s\"/>"
            .formatted(id, RELATIONS, kind, target));
    return this;
  }

  Book part(String name, String content) {
    parts.put(name, content);
    return this;
  }

  Book from1904() {
    properties = "<workbookPr date1904=\"1\"/>";
    return this;
  }

  Path write(Path file) {
    parts.putIfAbsent(
        "xl/workbook.xml",
        "<workbook xmlns=\"%s\" xmlns:r=\"%s\">%s<sheets>%s</sheets></workbook>"
            .formatted(MAIN, RELATIONS, properties, sheets));
    parts.put(
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"%s\">%s</Relationships>".formatted(PACKAGE, relations));
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static String cell(Object value, String reference) {
    if (value == null) {
      return "";
    }
    if (value instanceof Xml xml) {
      return xml.text().replace("@", "r=\"" + reference + "\"");
    }
    if (value instanceof Number number) {
      return "<c r=\"%s\"><v>%s</v></c>".formatted(reference, number);
    }
    return "<c r=\"%s\" t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>"
        .formatted(reference, escaped(value.toString()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
