package dev.penstock.source.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import java.io.IOException;
import java.io.InputStream;

/** Makes swift parsers for what is UTF-8 by its first bytes, and the usual ones for the rest. */
final class SwiftFactory extends JsonFactory {
  private static final long serialVersionUID = 1L;

  SwiftFactory(JsonFactoryBuilder builder) {
    super(builder);
  }

  @Override
  protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
    return isPlain(in)
        ? new SwiftParser(
            context, _parserFeatures, in, _byteSymbolCanonicalizer.makeChild(_factoryFeatures))
        : super._createParser(in, context);
  }

  /** Two letters of ASCII: in other encodings one of two bytes is 0, or a mark stands before. */
  private static boolean isPlain(InputStream in) throws IOException {
    if (!in.markSupported()) {
      return false;
    }
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    return first > 0 && first < 0x80 && second > 0 && second < 0x80;
  }
}
