package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What a reader must know to judge the figures, besides the machine.
 *
 * @param load runnable processes, mean over the minute before the first round
 * @param command as it was typed
 */
record Circumstances(
    LocalDate date, String commit, String server, String copyProgram, double load, String command) {
  /** The commit that is measured; says so when files differ from it. */
  static String commit(Path repository) {
    String commit = git(repository, "rev-parse", "--short=12", "HEAD");
    String changes = git(repository, "status", "--porcelain", "--untracked-files=no");
    return changes.isEmpty() ? commit : commit + " with local changes";
  }

  private static String git(Path repository, String... arguments) {
    String[] words = new String[arguments.length + 1];
    words[0] = "git";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(repository.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor() == 0 ? text : "unknown";
    } catch (IOException e) {
      return "unknown (no git here)";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while asking git for the commit", e);
    }
  }
}
