package dev.penstock.identity;

import com.azure.core.credential.TokenCredential;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One way to sign in.
 *
 * @param name for messages
 * @param missing why it cannot be used here; empty when it can
 * @param credential what asks for tokens
 * @param whenItFails whether the next way is tried
 */
record Candidate(
    String name,
    Supplier<Optional<String>> missing,
    Supplier<TokenCredential> credential,
    WhenItFails whenItFails) {
  enum WhenItFails {
    /** Somebody has set it up, so that another identity would be a surprise. */
    STOP,
    /** A tool of a developer that may be there without being signed in. */
    TRY_NEXT
  }
}
