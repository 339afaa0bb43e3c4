package dev.penstock.evidence;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails when a test was not told what its {@link BadInput} says. */
final class SaidCheck implements BeforeEachCallback, AfterEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    Said.take();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    String said = Said.take();
    if (context.getExecutionException().isEmpty()) {
      Method method = context.getRequiredTestMethod();
      // The parent ends after the last of several invocations.
      context
          .getParent()
          .orElseThrow()
          .getStore(ExtensionContext.Namespace.create(SaidCheck.class))
          .getOrComputeIfAbsent(method, key -> new Heard(method), Heard.class)
          .add(said);
    }
  }

  /** What all invocations of a test were told. */
  private static final class Heard implements AutoCloseable {
    private final Method method;
    private final StringBuilder all = new StringBuilder();

    Heard(Method method) {
      this.method = method;
    }

    void add(String said) {
      all.append(said).append('\n');
    }

    @Override
    public void close() {
      for (BadInput input : method.getAnnotationsByType(BadInput.class)) {
        if (!pattern(input.says()).matcher(all).find()) {
          throw new AssertionError(
              "%s: nobody was told '%s', but:%n%s".formatted(method, input.says(), all));
        }
      }
    }

    private static Pattern pattern(String says) {
      return Pattern.compile(
          Arrays.stream(says.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*?")),
          Pattern.DOTALL);
    }
  }
}
