package dev.penstock.evidence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** This test shows what comes of a bad input; docs/bad-inputs.md is made of these. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(BadInput.Several.class)
@ExtendWith(SaidCheck.class)
public @interface BadInput {
  Input value();

  /**
   * What the user reads, which the test must have handed to {@link Said}; {@code …} stands for what
   * differs from run to run. Empty when nothing is said.
   */
  String says() default "";

  /** What comes of it when nothing is said, or besides. */
  String taken() default "";

  /** Of one test. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ExtendWith(SaidCheck.class)
  @interface Several {
    BadInput[] value();
  }
}
