package dev.penstock.app;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Sends what JDBC drivers say through {@code java.util.logging} to the log files. */
final class JavaUtilLogging extends Handler {
  private final SimpleFormatter formatter = new SimpleFormatter();

  private JavaUtilLogging() {}

  /** Takes the place of the JDK's own handler, which prints on the console. */
  static void redirect() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new JavaUtilLogging());
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() < Level.WARNING.intValue()) {
      return;
    }
    String name = record.getLoggerName() == null ? "" : record.getLoggerName();
    LoggingEventBuilder event =
        record.getLevel().intValue() >= Level.SEVERE.intValue()
            ? LoggerFactory.getLogger(name).atError()
            : LoggerFactory.getLogger(name).atWarn();
    event.setCause(record.getThrown()).log(formatter.formatMessage(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
