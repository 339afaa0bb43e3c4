package dev.penstock.workbook;

import dev.penstock.failure.ConfigException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Stops XML that is nested without end or that has names without end: the parser keeps an entry for
 * each level, and for each name until the part ends.
 */
final class BoundedXml extends DefaultHandler {
  /** Spreadsheet programs get by with a dozen levels and a hundred names. */
  private static final int MAX_DEPTH = 100;

  private static final int MAX_NAMES = 5_000;

  private final DefaultHandler next;
  private final Supplier<ConfigException> refusal;
  private final Set<String> names = new HashSet<>();
  private int depth;

  BoundedXml(DefaultHandler next, Supplier<ConfigException> refusal) {
    this.next = next;
    this.refusal = refusal;
  }

  @Override
  public void startPrefixMapping(String prefix, String uri) {
    note(prefix);
    note(uri);
  }

  @Override
  public void processingInstruction(String target, String data) {
    note(target);
  }

  @Override
  public void startElement(String uri, String name, String qName, Attributes attributes)
      throws SAXException {
    depth++;
    note(qName);
    for (int i = 0; i < attributes.getLength(); i++) {
      note(attributes.getQName(i));
    }
    next.startElement(uri, name, qName, attributes);
  }

  @Override
  public void endElement(String uri, String name, String qName) throws SAXException {
    depth--;
    next.endElement(uri, name, qName);
  }

  @Override
  public void characters(char[] chars, int start, int length) throws SAXException {
    next.characters(chars, start, length);
  }

  private void note(String name) {
    names.add(name);
    if (depth > MAX_DEPTH || names.size() > MAX_NAMES) {
      throw refusal.get();
    }
  }
}
