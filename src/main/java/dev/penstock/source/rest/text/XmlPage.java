package dev.penstock.source.rest.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.JsonPath;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML: each element at a path is a record. Attributes and elements inside are its fields, those
 * that are there several times a list. Names are without their namespace.
 *
 * @param records the names that lead to a record, with or without that of the outermost element;
 *     empty for all elements in the outermost one
 */
public record XmlPage(TextPage page, Optional<JsonPath> records) {
  private static final int DEEPEST = 500;
  private static final String TEXT = "value";

  /** How many records there were. */
  public long read(InputStream body) throws IOException {
    Bounded bounded = new Bounded(body);
    try {
      return records(factory().createXMLStreamReader(bounded), bounded);
    } catch (TooLongException e) {
      throw tooLong(e);
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof TooLongException tooLong) {
        throw tooLong(tooLong);
      }
      if (e.getNestedException() instanceof IOException broken) {
        throw broken;
      }
      throw page.refused(
          "the answer is no XML, at line %,d, column %,d"
              .formatted(e.getLocation().getLineNumber(), e.getLocation().getColumnNumber()),
          "Check api_endpoint and params, and what the API sends there.",
          e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private IngestException tooLong(IOException e) {
    return page.refused(
        "one text, name or comment of the XML is larger than %,d bytes"
            .formatted(TextPage.MOST_TEXT),
        "See what the API sends there.",
        e);
  }

  private long records(XMLStreamReader xml, Bounded bounded)
      throws XMLStreamException, IOException {
    List<String> path = new ArrayList<>();
    long count = 0;
    while (xml.hasNext()) {
      bounded.begin();
      int event = xml.next();
      if (event == XMLStreamConstants.DTD) {
        throw page.refused(
            "the XML holds a DOCTYPE, with which answers can be made to grow without end",
            "Ask whoever runs the API to leave it out.",
            null);
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        path.add(xml.getLocalName());
        requireNoWebPage(path);
        requireFlat(path.size());
        if (isRecord(path)) {
          count++;
          page.taker().record(record(element(xml, new Budget(), bounded, path.size())));
          path.remove(path.size() - 1);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        path.remove(path.size() - 1);
      }
    }
    return count;
  }

  private void requireNoWebPage(List<String> path) {
    if (path.size() == 1 && path.get(0).equalsIgnoreCase("html")) {
      throw page.refused(
          "answered with a web page where XML is due",
          "That is mostly a page to log in: check auth_type, the secrets of the source, and base_url.",
          null);
    }
  }

  private void requireFlat(int depth) {
    if (depth > DEEPEST) {
      throw page.refused(
          "the XML is nested deeper than %d".formatted(DEEPEST),
          "See what the API sends there.",
          null);
    }
  }

  private boolean isRecord(List<String> path) {
    if (records.isEmpty()) {
      return path.size() == 2;
    }
    List<String> names = records.get().steps().stream().map(JsonPath.Step::name).toList();
    return path.equals(names) || path.subList(1, path.size()).equals(names);
  }

  private static ObjectNode record(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    if (!node.isNull()) {
      record.set(TEXT, node);
    }
    return record;
  }

  /** What one record may still hold. */
  private static final class Budget {
    private long left = TextPage.MOST_TEXT;

    boolean takes(int more) {
      // An empty element costs memory as well.
      left -= more + 64L;
      return left >= 0;
    }
  }

  private JsonNode element(XMLStreamReader xml, Budget budget, Bounded bounded, int depth)
      throws XMLStreamException {
    requireFlat(depth);
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      spend(budget, xml.getAttributeValue(i).length());
      fields.set(xml.getAttributeLocalName(i), Scalar.of(xml.getAttributeValue(i)));
    }
    StringBuilder text = new StringBuilder();
    bounded.begin();
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      bounded.begin();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = xml.getLocalName();
          spend(budget, name.length());
          add(fields, name, element(xml, budget, bounded, depth + 1));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          spend(budget, xml.getTextLength());
          text.append(xml.getText());
        }
        default -> {
          // Comments and the like.
        }
      }
    }
    return node(fields, text.toString().strip());
  }

  private void spend(Budget budget, int more) {
    if (!budget.takes(more)) {
      throw page.refused(
          "one record of the XML is larger than %,d bytes".formatted(TextPage.MOST_TEXT),
          "Check data_selector: it must name the element that is a record.",
          null);
    }
  }

  private static JsonNode node(ObjectNode fields, String text) {
    if (fields.isEmpty()) {
      return text.isEmpty() ? JsonNodeFactory.instance.nullNode() : Scalar.of(text);
    }
    if (!text.isEmpty()) {
      add(fields, TEXT, Scalar.of(text));
    }
    return fields;
  }

  private static void add(ObjectNode fields, String name, JsonNode value) {
    JsonNode before = fields.get(name);
    if (before == null) {
      fields.set(name, value);
    } else if (before instanceof ArrayNode list) {
      list.add(value);
    } else {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      list.add(before).add(value);
      fields.set(name, list);
    }
  }

  /** The parser would have a text without end in memory before it gives any of it. */
  private static final class Bounded extends FilterInputStream {
    private long count;

    Bounded(InputStream in) {
      super(in);
    }

    void begin() {
      count = 0;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int more) throws TooLongException {
      count += more;
      if (count > TextPage.MOST_TEXT) {
        throw new TooLongException();
      }
    }
  }

  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
