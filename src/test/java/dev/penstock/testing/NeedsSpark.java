package dev.penstock.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Belongs to the profile {@code spark}; skipped, saying why, where no Spark was brought. */
@Tag("spark")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsSpark.Condition.class)
public @interface NeedsSpark {
  /** Looks for the class path that the profile writes. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Spark.classPath().isPresent()
          ? ConditionEvaluationResult.enabled("there is a Spark")
          : ConditionEvaluationResult.disabled("no Spark was brought: run with -Pspark");
    }
  }
}
