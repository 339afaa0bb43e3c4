package dev.penstock.source.rest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this connector logs while it is open. */
final class Logged implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.penstock.source.rest");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  Logged() {
    appender.start();
    logger.addAppender(appender);
  }

  List<String> warnings() {
    return List.copyOf(appender.list).stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  String all() {
    return List.copyOf(appender.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .toList()
        .toString();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
