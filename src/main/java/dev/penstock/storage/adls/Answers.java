package dev.penstock.storage.adls;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.file.datalake.models.DataLakeStorageException;
import dev.penstock.failure.IngestException;
import dev.penstock.identity.SignInFailures;
import dev.penstock.storage.adls.Answer.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Reads what the library throws. */
final class Answers {
  private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
  private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

  private Answers() {}

  /** Its message and causes hold nothing that was sent: no key, no token, no signed address. */
  static RequestFailed read(RuntimeException thrown) {
    if (thrown instanceof RequestFailed already) {
      return already;
    }
    Optional<IngestException> signIn = SignInFailures.in(thrown);
    if (signIn.isPresent()) {
      return new RequestFailed(
          Answer.none(Kind.NOT_SIGNED_IN, ""), "nobody signed in", signIn.get());
    }
    List<Throwable> chain = chain(thrown);
    Answer answer = answer(chain);
    if (answer.kind() == Kind.REPLY) {
      return new RequestFailed(
          answer,
          "answer %d %s, request id %s"
              .formatted(answer.status(), answer.code(), answer.requestId()),
          null);
    }
    Throwable root = chain.get(chain.size() - 1);
    // Where the library came from stays: its frames hold no values.
    IOException cause = new IOException(root.getClass().getName());
    cause.setStackTrace(root.getStackTrace());
    return new RequestFailed(answer, answer.kind() + ": " + root.getClass().getName(), cause);
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static Answer answer(List<Throwable> chain) {
    if (holds(chain, InterruptedException.class) || isInterruptedIo(chain)) {
      return Answer.none(Kind.INTERRUPTED, "");
    }
    for (Throwable t : chain) {
      if (isSignIn(t)) {
        return Answer.none(Kind.NOT_SIGNED_IN, String.valueOf(t.getMessage()));
      }
      if (t instanceof HttpResponseException reply && reply.getResponse() != null) {
        return reply(reply);
      }
    }
    return Answer.none(unanswered(chain), "");
  }

  /** What azure-identity throws; its class for absent credentials is no subclass of this one. */
  private static boolean isSignIn(Throwable t) {
    return t instanceof ClientAuthenticationException
        || t.getClass().getName().startsWith("com.azure.identity.")
        || t.getClass().getName().startsWith("com.microsoft.aad.");
  }

  private static Answer reply(HttpResponseException reply) {
    HttpResponse response = reply.getResponse();
    return new Answer(
        Kind.REPLY,
        response.getStatusCode(),
        Optional.ofNullable(response.getHeaderValue(ERROR_CODE)).orElseGet(() -> bodyCode(reply)),
        String.valueOf(reply.getMessage()),
        Optional.ofNullable(response.getHeaderValue(HttpHeaderName.RETRY_AFTER)),
        Optional.ofNullable(response.getHeaderValue(REQUEST_ID)).orElse("unknown"));
  }

  private static String bodyCode(HttpResponseException reply) {
    String code = null;
    if (reply instanceof DataLakeStorageException lake) {
      code = lake.getErrorCode();
    } else if (reply instanceof BlobStorageException blob && blob.getErrorCode() != null) {
      code = blob.getErrorCode().toString();
    }
    return code == null ? "" : code;
  }

  private static Kind unanswered(List<Throwable> chain) {
    if (holds(chain, UnknownHostException.class)
        || holds(chain, UnresolvedAddressException.class)) {
      return Kind.UNKNOWN_HOST;
    }
    if (holds(chain, CertificateException.class)
        || holds(chain, SSLPeerUnverifiedException.class)
        || (holds(chain, SSLHandshakeException.class) && says(chain, "PKIX"))) {
      return Kind.UNTRUSTED;
    }
    if (holds(chain, ConnectException.class) || holds(chain, HttpConnectTimeoutException.class)) {
      return Kind.NOT_CONNECTED;
    }
    if (holds(chain, TimeoutException.class) || holds(chain, HttpTimeoutException.class)) {
      return Kind.TIMEOUT;
    }
    return holds(chain, IOException.class) ? Kind.BROKEN : Kind.STRANGE;
  }

  private static boolean isInterruptedIo(List<Throwable> chain) {
    return chain.stream()
        .anyMatch(
            t ->
                t instanceof InterruptedIOException
                    && t.getClass().equals(InterruptedIOException.class));
  }

  private static boolean holds(List<Throwable> chain, Class<? extends Throwable> type) {
    return chain.stream().anyMatch(type::isInstance);
  }

  private static boolean says(List<Throwable> chain, String word) {
    return chain.stream().anyMatch(t -> String.valueOf(t.getMessage()).contains(word));
  }
}
