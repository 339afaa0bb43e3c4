package dev.penstock.failure;

import java.util.List;
import java.util.stream.Collectors;

/** All problems of a configuration at once. */
public final class ConfigException extends IngestException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** The message is the messages of all problems, one after another. */
  public ConfigException(List<Problem> problems) {
    super(
        ErrorCode.CONFIG,
        problems.stream().map(Problem::message).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
