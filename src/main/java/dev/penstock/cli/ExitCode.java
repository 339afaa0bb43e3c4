package dev.penstock.cli;

/** What the process tells whoever started it. */
public final class ExitCode {
  /** Every job succeeded or had nothing new. */
  public static final int DONE = 0;

  /** At least one job failed; the others ended well. */
  public static final int SOME_JOB_FAILED = 1;

  /** The configuration or the command line is wrong; nothing ran. */
  public static final int CONFIGURATION = 2;

  /** The run was told to stop (as a shell reports SIGINT). */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
