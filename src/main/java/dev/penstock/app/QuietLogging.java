package dev.penstock.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What Logback does unless told otherwise: nothing is printed. Logback finds this class by the file
 * in {@code META-INF/services} and then looks for no configuration file, which also saves time.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    setLevels(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Our own loggers speak at INFO, libraries at WARN, the connection pool at ERROR. */
  static void setLevels(LoggerContext context) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger("dev.penstock").setLevel(Level.INFO);
    // Its warnings are about its own threads and failed tries, which our messages tell anyway.
    context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    // They call every answer but success an error, also "no such file" to the question whether
    // there
    // is one. What a failure means is said by the storage, the vault and the identity themselves.
    context.getLogger("com.azure").setLevel(Level.OFF);
    context.getLogger("com.microsoft.aad").setLevel(Level.OFF);
  }
}
