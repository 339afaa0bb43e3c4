package dev.penstock.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tries the ways to sign in, one after another, and stays with the first that gives a token. */
final class SignIn implements Identity, TokenCredential {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final String name;
  private final String host;
  private final List<Candidate> candidates;
  private volatile Optional<Chosen> chosen = Optional.empty();

  private record Chosen(String name, TokenCredential credential) {}

  SignIn(String name, String host, List<Candidate> candidates) {
    this.name = name;
    this.host = host;
    this.candidates = List.copyOf(candidates);
  }

  @Override
  public TokenCredential credential() {
    return this;
  }

  @Override
  public String words() {
    return candidates.size() == 1
        ? name
        : chosen.map(found -> name + " (" + found.name() + ")").orElse(name);
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    // The libraries below may block, which the threads of a reactive client must not.
    return Mono.fromCallable(() -> getTokenSync(request)).subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    Optional<Chosen> found = chosen;
    try {
      return found.isPresent() ? token(found.get(), request) : first(request);
    } catch (IngestException e) {
      // The storage library throws the cause in place of what it was thrown: then that is ours too.
      throw new IngestException(e.code(), e.getMessage(), e);
    }
  }

  private AccessToken token(Chosen found, TokenRequestContext request) {
    try {
      return found.credential().getTokenSync(request);
    } catch (RuntimeException e) {
      throw SignInFailures.translate(words(), host, e);
    }
  }

  private synchronized AccessToken first(TokenRequestContext request) {
    if (chosen.isPresent()) {
      return token(chosen.get(), request);
    }
    List<String> tried = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Optional<AccessToken> token = tryOne(candidate, request, tried);
      if (token.isPresent()) {
        return token.get();
      }
    }
    throw new IngestException(
        ErrorCode.SECRET,
        """
        %s: nothing here says who this process is to Azure. Tried:
        %s
        Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, give the machine a managed \
        identity, or run az login."""
            .formatted(name, String.join("\n", tried)));
  }

  private Optional<AccessToken> tryOne(
      Candidate candidate, TokenRequestContext request, List<String> tried) {
    Optional<String> missing = candidate.missing().get();
    if (missing.isPresent()) {
      tried.add("- " + candidate.name() + ": " + missing.get());
      return Optional.empty();
    }
    try {
      TokenCredential credential = candidate.credential().get();
      AccessToken token = credential.getTokenSync(request);
      choose(candidate, credential, token);
      return Optional.of(token);
    } catch (CredentialUnavailableException unavailable) {
      tried.add("- " + candidate.name() + ": " + SignInFailures.reason(unavailable));
      return Optional.empty();
    } catch (RuntimeException failure) {
      return failed(candidate, failure, tried);
    }
  }

  private Optional<AccessToken> failed(
      Candidate candidate, RuntimeException failure, List<String> tried) {
    return switch (candidate.whenItFails()) {
      case STOP ->
          throw SignInFailures.translate(
              candidates.size() == 1 ? name : name + " (" + candidate.name() + ")", host, failure);
      case TRY_NEXT -> {
        tried.add("- " + candidate.name() + ": " + SignInFailures.reason(failure));
        yield Optional.empty();
      }
    };
  }

  private void choose(Candidate candidate, TokenCredential credential, AccessToken token) {
    chosen = Optional.of(new Chosen(candidate.name(), credential));
    LOG.info(
        "Signed in to Azure with {}: {}",
        words(),
        TokenClaims.of(token.getToken()).map(TokenClaims::words).orElse("its token names nobody"));
  }
}
