package dev.penstock.testing.tds;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/** How clients come in. */
public record Door(Kind kind, Optional<SSLContext> tls) {
  /** Where TLS begins. */
  public enum Kind {
    /** Without TLS. */
    OPEN,
    /** After the first message of each side, as TDS 7 has it. */
    INSIDE,
    /** Before all, as TDS 8 has it. */
    STRICT
  }

  public static Door open() {
    return new Door(Kind.OPEN, Optional.empty());
  }

  public static Door inside(SSLContext context) {
    return new Door(Kind.INSIDE, Optional.of(context));
  }

  public static Door strict(SSLContext context) {
    return new Door(Kind.STRICT, Optional.of(context));
  }
}
