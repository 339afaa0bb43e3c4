package dev.penstock.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.penstock.secret.Redactor;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How an event is written: {@code 2026-11-21 03:15:00.123 | INFO | [shop_orders] read 5,000 rows},
 * without secrets. Whatever a message holds, it is one line; the causes of an exception follow on
 * lines of their own, indented, so that no text can pass for another event.
 */
final class LogLine {
  private static final String INDENT = "    ";
  private static final int LONGEST = 65_536;
  private static final int MOST_CAUSES = 20;

  /** Line ends, terminal escapes, and marks that make text run from right to left. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\u0080-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]");

  private final DateTimeFormatter time;
  private final Redactor redactor;
  private final int stackFrames;

  /**
   * @param stackFrames how many are shown of each exception
   */
  LogLine(ZoneId zone, Redactor redactor, int stackFrames) {
    this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    this.redactor = redactor;
    this.stackFrames = stackFrames;
  }

  String format(ILoggingEvent event) {
    String job = event.getMDCPropertyMap().get("job");
    String message = (job == null ? "" : "[" + job + "] ") + event.getFormattedMessage();
    StringBuilder text = new StringBuilder();
    text.append(time.format(Instant.ofEpochMilli(event.getTimeStamp())));
    text.append(" | ").append(event.getLevel()).append(" | ");
    text.append(escaped(cut(redactor.redact(message)))).append('\n');
    if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
      appendChain(proxy.getThrowable(), text);
    }
    return text.toString();
  }

  private void appendChain(Throwable failure, StringBuilder text) {
    cut(redactor.redact(failure))
        .lines()
        .forEach(line -> text.append(INDENT).append(escaped(line)).append('\n'));
    Throwable next = failure;
    for (int depth = 0; stackFrames > 0 && next != null && depth < MOST_CAUSES; depth++) {
      text.append(INDENT).append(next.getClass().getName()).append(" was thrown\n");
      Arrays.stream(next.getStackTrace())
          .limit(stackFrames)
          .forEach(
              frame -> text.append(INDENT).append(INDENT).append("at ").append(frame).append('\n'));
      next = next.getCause();
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + " ... (" + (text.length() - LONGEST) + " more characters)";
  }

  private static String escaped(String text) {
    return CONTROL.matcher(text).replaceAll(LogLine::escape);
  }

  private static String escape(MatchResult control) {
    char c = control.group().charAt(0);
    return switch (c) {
      case '\n' -> "\\\\n";
      case '\r' -> "\\\\r";
      case '\t' -> "\\\\t";
      default -> "\\\\u%04x".formatted((int) c);
    };
  }
}
