package dev.penstock.source.rest.http;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.RetryPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;

/** What went wrong with a request, in words, and whether it may pass. */
record Trouble(String where) {
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);
  private static final int EXCERPT = 300;
  private static final int ENOUGH = 4096;

  RuntimeException of(IOException e) {
    if (e instanceof Decoded.TooLargeException) {
      return refused(e.getMessage(), "Ask for smaller pages (page_size), or for less (params).", e);
    }
    Optional<TlsTrouble> tls = TlsTrouble.of(e);
    if (tls.isPresent()) {
      return refused(tls.get().what(), tls.get().mend(), e);
    }
    String what =
        e instanceof HttpTimeoutException
            ? reason(e)
            : e instanceof ConnectException
                ? noConnection(e)
                : e instanceof ZipException || e instanceof java.io.EOFException
                    ? "the answer is damaged or cut off (" + reason(e) + ")"
                    : e instanceof SSLException
                        ? "the encrypted connection broke (" + reason(e) + ")"
                        : "the connection broke (" + reason(e) + ")";
    return new PassingException(
        failure(
            ErrorCode.SOURCE_UNREACHABLE,
            what,
            "Check base_url, the network and the API's own status page, then run the job again.",
            e),
        Optional.empty());
  }

  private static String noConnection(IOException e) {
    Throwable cause = e;
    while (cause != null) {
      if (cause instanceof UnresolvedAddressException
          || cause instanceof java.net.UnknownHostException) {
        return "no such host";
      }
      cause = cause.getCause();
    }
    return e.getMessage() == null ? "connection refused" : "no connection (" + reason(e) + ")";
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : line(e.getMessage());
  }

  /** An answer that a rule calls a failure. */
  RuntimeException failed(int status, Answer answer) {
    return refused(
        answered(status, answer) + ", which response_actions call a failure",
        "Check what the API says, or the rule.",
        null);
  }

  /** An answer that a rule wants to see again. */
  RuntimeException passing(int status, Answer answer, RateLimit limit) {
    Optional<Duration> wish = wish(answer, limit);
    String mend = "Look at the API's own status page, then run the job again.";
    String what = answered(status, answer);
    return new PassingException(failure(ErrorCode.SOURCE_BUSY, what, mend, null), wish);
  }

  private static String answered(int status, Answer answer) {
    return answered(status, said(answer));
  }

  private static String answered(int status, String said) {
    return "answered " + status + (said.isEmpty() ? "" : " (" + said + ")");
  }

  RuntimeException of(int status, Answer answer, RateLimit limit) {
    String said = said(answer);
    String what = answered(status, said);
    Optional<Duration> wish = wish(answer, limit);
    boolean limited = status == 403 && wish.isPresent();
    if (RetryPolicy.mayPass(status) || limited) {
      boolean busy = status == 429 || status == 503 || limited;
      String mend =
          busy
              ? "Wait, or set rate_limit for the source so that it is asked less often."
              : "Look at the API's own status page, then run the job again.";
      return new PassingException(failure(ErrorCode.SOURCE_BUSY, what, mend, null), wish);
    }
    return switch (status) {
      case 401 ->
          failure(
              ErrorCode.LOGIN_REFUSED,
              what,
              "Check auth_type and the secrets of the source: what is there is wrong, or has run out.",
              null);
      case 403 ->
          refused(
              what, "Give whoever the secrets belong to the right to read this endpoint.", null);
      case 404, 410 ->
          new AnsweredException(
              ErrorCode.SOURCE_REFUSED,
              "%s: %s.\nCheck api_endpoint and base_url.".formatted(where, what),
              status,
              said);
      default ->
          status >= 300 && status < 400
              ? refused(what + ", a redirect that leads nowhere", "Check base_url.", null)
              : new AnsweredException(
                  ErrorCode.SOURCE_REFUSED,
                  "%s: %s.\nCheck params, page_size and what the API says.".formatted(where, what),
                  status,
                  said);
    };
  }

  private static Optional<Duration> wish(Answer answer, RateLimit limit) {
    Optional<Duration> asked =
        answer
            .headers()
            .firstValue("retry-after")
            .flatMap(text -> RetryPolicy.wish(text, Instant.now()));
    return asked.or(() -> limit.reset(answer.headers()));
  }

  /** The beginning of the body, or the title of a page for people. */
  private static String said(Answer answer) {
    try {
      String text = new String(answer.body().readNBytes(ENOUGH), StandardCharsets.UTF_8).strip();
      Matcher title = TITLE.matcher(text);
      if (title.find()) {
        return "a web page: " + line(title.group(1));
      }
      return text.startsWith("<") ? "a web page" : line(text);
    } catch (IOException e) {
      // What it had to say does not matter more than its status.
      return "";
    }
  }

  /** On one line, and not longer than anybody reads. */
  static String line(String text) {
    String one = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return one.length() > EXCERPT ? one.substring(0, EXCERPT) + "..." : one;
  }

  private IngestException refused(String what, String mend, Throwable cause) {
    return failure(ErrorCode.SOURCE_REFUSED, what, mend, cause);
  }

  private IngestException failure(ErrorCode code, String what, String mend, Throwable cause) {
    return new IngestException(code, "%s: %s.\n%s".formatted(where, what, mend), cause);
  }
}
