package dev.penstock.workbook;

import dev.penstock.failure.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The XML parts of an .xlsx, read one at a time and within limits. The JDK's zip and SAX readers do
 * it: opening the same file through POI takes four times as long, which every command would feel.
 */
final class XlsxParts implements AutoCloseable {
  private static final int MAX_PARTS = 1_000;
  private static final long MAX_PART_BYTES = 64L << 20;

  /** A million rows that hold nothing but formats are this large, and must be read. */
  private static final long MAX_SHEET_BYTES = 512L << 20;

  private final Unreadable unreadable;
  private final ZipFile zip;
  private final SAXParserFactory parsers;

  private XlsxParts(Unreadable unreadable, ZipFile zip) {
    this.unreadable = unreadable;
    this.zip = zip;
    this.parsers = parsersWithoutDoctype();
  }

  /** Opens the file, which the caller closes; throws ConfigException when it is no .xlsx. */
  static XlsxParts open(Path workbook) {
    FileKind.requireXlsx(workbook);
    Unreadable unreadable = new Unreadable(workbook);
    try {
      XlsxParts parts = new XlsxParts(unreadable, new ZipFile(workbook.toFile()));
      if (parts.zip.size() > MAX_PARTS) {
        parts.close();
        throw unreadable.because(
            "the file consists of more than " + MAX_PARTS + " parts.",
            "Take out sheets and pictures that are no jobs.");
      }
      return parts;
    } catch (ZipException e) {
      throw unreadable.because(
          "the file is cut off or damaged: it begins as a workbook but has no readable end.",
          "Copy it again in full, or take it from a backup.");
    } catch (IOException e) {
      throw unreadable.damaged("the file cannot be read (" + e.getClass().getSimpleName() + ").");
    }
  }

  Unreadable unreadable() {
    return unreadable;
  }

  boolean has(String part) {
    return zip.getEntry(part) != null;
  }

  /** Gives the events of a part to the handler; a part that is absent has none. */
  void parse(String part, DefaultHandler handler) {
    parse(part, handler, MAX_PART_BYTES);
  }

  /** The same for a part that holds a sheet. */
  void parseSheet(String part, DefaultHandler handler) {
    parse(part, handler, MAX_SHEET_BYTES);
  }

  private void parse(String part, DefaultHandler handler, long maxBytes) {
    ZipEntry entry = zip.getEntry(part);
    if (entry == null) {
      return;
    }
    try (InputStream packed = zip.getInputStream(entry);
        InputStream in = new LimitedStream(packed, entry.getCompressedSize(), maxBytes)) {
      BoundedXml bounded = new BoundedXml(handler, () -> strange(part));
      parsers.newSAXParser().parse(new InputSource(in), bounded);
    } catch (LimitedStream.ExceededException e) {
      throw tooLarge(part);
    } catch (SAXException e) {
      throw malformed(part, e);
    } catch (IOException e) {
      throw unreadable.damaged("part " + CellText.shown(part) + " of the file is damaged.");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no XML parser", e);
    }
  }

  private ConfigException tooLarge(String part) {
    return unreadable.because(
        "part %s unpacks to more than 100 times its size, or to more than its limit."
            .formatted(CellText.shown(part)),
        "That is no list of jobs. Copy the rows into a new workbook made with ./run.sh init.");
  }

  private ConfigException strange(String part) {
    return unreadable.because(
        "part %s is nested deeper, or uses more names, than any spreadsheet program writes."
            .formatted(CellText.shown(part)),
        "Do not trust the file; copy the rows into a new workbook made with ./run.sh init.");
  }

  private ConfigException malformed(String part, SAXException e) {
    if (e.getException() instanceof LimitedStream.ExceededException) {
      return tooLarge(part);
    }
    if (e.getMessage() != null && e.getMessage().contains("DOCTYPE")) {
      return unreadable.because(
          "part %s holds a DOCTYPE, which no spreadsheet program writes."
              .formatted(CellText.shown(part)),
          "Do not trust the file; copy the rows into a new workbook made with ./run.sh init.");
    }
    String line = e instanceof SAXParseException p ? ", line " + p.getLineNumber() : "";
    return unreadable.damaged(
        "part %s of the file is no valid XML%s.".formatted(CellText.shown(part), line));
  }

  private static SAXParserFactory parsersWithoutDoctype() {
    try {
      // The JDK's own parser, whatever else is on the class path.
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      return factory;
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no secure XML parser", e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw unreadable.damaged("the file cannot be closed (" + e.getMessage() + ").");
    }
  }
}
