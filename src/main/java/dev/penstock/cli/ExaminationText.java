package dev.penstock.cli;

import dev.penstock.doctor.Examination;
import dev.penstock.doctor.Examination.Verdict;
import dev.penstock.doctor.Fact;
import dev.penstock.doctor.Finding;
import dev.penstock.failure.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the doctor found, as people read it. */
final class ExaminationText {
  private static final String INDENT = " ".repeat(9);

  private ExaminationText() {}

  /** The subjects one below the other. */
  static String of(List<Examination> examinations) {
    return examinations.stream().map(ExaminationText::of).collect(Collectors.joining("\n"));
  }

  /** Such as {@code 5 ok, 1 warning, 1 failed in 0.8 s.} */
  static String summary(List<Examination> examinations, Duration duration) {
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      long count = examinations.stream().filter(e -> e.verdict() == verdict).count();
      if (count > 0) {
        counts.add("%d %s".formatted(count, counted(verdict, count)));
      }
    }
    return String.join(", ", counts) + " in " + Figures.seconds(duration) + ".";
  }

  private static String counted(Verdict verdict, long count) {
    return switch (verdict) {
      case OK -> "ok";
      case WARNING -> count == 1 ? "warning" : "warnings";
      case FAILED -> "failed";
    };
  }

  private static String of(Examination examination) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-9s%s%s"
            .formatted(
                word(examination.verdict()),
                examination.subject(),
                examination.latency().map(l -> ", answers in " + milliseconds(l)).orElse("")));
    int width =
        examination.facts().stream().mapToInt(fact -> fact.label().length()).max().orElse(0);
    for (Fact fact : examination.facts()) {
      lines.add(
          INDENT + fact.label() + " ".repeat(width - fact.label().length() + 2) + fact.value());
    }
    examination.findings().forEach(finding -> addTo(lines, finding));
    return String.join("\n", lines);
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case OK -> "ok";
      case WARNING -> "WARNING";
      case FAILED -> "FAILED";
    };
  }

  static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  private static void addTo(List<String> lines, Finding finding) {
    String mark = finding.severity() == Problem.Severity.ERROR ? "! " : "? ";
    lines.add(INDENT + mark + finding.what().replace("\n", "\n" + INDENT + "  "));
    finding.cause().ifPresent(cause -> lines.add(INDENT + "  Likely cause: " + cause));
    if (!finding.mend().isEmpty()) {
      lines.add(INDENT + "  " + finding.mend().replace("\n", "\n" + INDENT + "  "));
    }
  }
}
