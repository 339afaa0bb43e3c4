package dev.penstock.workbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Which styles of a workbook show a number as a date. */
final class DateStyles extends DefaultHandler {
  /** What a format may hold besides codes: quoted text, escapes, colours and conditions. */
  private static final Pattern NO_CODE = Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^]]*]");

  private static final Pattern DATE_CODE = Pattern.compile("[dDmMyYhHsS]");

  private final Map<Integer, String> formats = new HashMap<>();
  private final List<Integer> formatOfStyle = new ArrayList<>();
  private final Map<Integer, Boolean> known = new HashMap<>();
  private boolean cellStyles;

  boolean isDate(int style) {
    if (style < 0 || style >= formatOfStyle.size()) {
      return false;
    }
    return known.computeIfAbsent(formatOfStyle.get(style), this::isDateFormat);
  }

  private boolean isDateFormat(int format) {
    String code = formats.get(format);
    if (code == null) {
      return (format >= 14 && format <= 22)
          || (format >= 27 && format <= 36)
          || (format >= 45 && format <= 47)
          || (format >= 50 && format <= 58);
    }
    String codes = NO_CODE.matcher(code).replaceAll("");
    return !codes.contains("General") && DATE_CODE.matcher(codes).find();
  }

  @Override
  public void startElement(String uri, String name, String qName, Attributes attributes) {
    switch (name) {
      case "numFmt" -> {
        String code = attributes.getValue("formatCode");
        formats.put(SheetXml.number(attributes, "numFmtId", -1), code == null ? "" : code);
      }
      case "cellXfs" -> cellStyles = true;
      case "xf" -> {
        if (cellStyles) {
          formatOfStyle.add(SheetXml.number(attributes, "numFmtId", 0));
        }
      }
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String name, String qName) {
    if (name.equals("cellXfs")) {
      cellStyles = false;
    }
  }
}
