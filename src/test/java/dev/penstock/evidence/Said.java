package dev.penstock.evidence;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What users were told in the test at hand: fixtures hand it over, {@link SaidCheck} compares. */
public final class Said {
  private static final ThreadLocal<List<String>> HEARD = ThreadLocal.withInitial(ArrayList::new);

  private Said() {}

  /** As AssertJ's own, and takes down what the failure says. */
  public static AbstractThrowableAssert<?, ? extends Throwable> assertThatThrownBy(
      ThrowingCallable call) {
    return Assertions.assertThatThrownBy(
        () -> {
          try {
            call.call();
          } catch (Throwable failure) {
            add(String.valueOf(failure.getMessage()));
            throw failure;
          }
        });
  }

  public static void add(String text) {
    HEARD.get().add(text);
  }

  /** Everything since the last time it was taken. */
  static String take() {
    String text = String.join("\n", HEARD.get());
    HEARD.remove();
    return text;
  }
}
