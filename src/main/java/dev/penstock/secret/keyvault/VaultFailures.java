package dev.penstock.secret.keyvault;

import com.azure.core.exception.HttpResponseException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.keyvault.VaultUnavailableException.Reason;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What a vault's refusals and broken connections mean, and how they are mended. */
final class VaultFailures {
  private static final Pattern CLIENT_ADDRESS = Pattern.compile("Client address: ([0-9a-fA-F.:]+)");

  private final VaultAddress address;
  private final Supplier<String> identity;

  /** What was asked of the vault. */
  enum Deed {
    LIST("list"),
    GET("get"),
    SET("set");

    private final String permission;

    Deed(String permission) {
      this.permission = permission;
    }
  }

  VaultFailures(VaultAddress address, Supplier<String> identity) {
    this.address = address;
    this.identity = identity;
  }

  IngestException of(Deed deed, String name, RuntimeException failure) {
    if (isOfAnotherTenant(failure)) {
      return wrongTenant(failure);
    }
    Optional<IngestException> known = cause(failure, IngestException.class);
    if (known.isPresent()) {
      return known.get().code() == ErrorCode.INTERRUPTED
          ? known.get()
          : VaultUnavailableException.of(known.get());
    }
    return cause(failure, HttpResponseException.class)
        .filter(answered -> answered.getResponse() != null)
        .map(answered -> answered(deed, name, answered))
        .orElseGet(() -> unanswered(failure));
  }

  /** The library does not even sign in where the vault names a tenant that is not ours. */
  private static boolean isOfAnotherTenant(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("AdditionallyAllowedTenants")) {
        return true;
      }
    }
    return false;
  }

  private IngestException answered(Deed deed, String name, HttpResponseException failure) {
    ErrorBody body = ErrorBody.of(failure);
    int status = failure.getResponse().getStatusCode();
    return switch (status) {
      case 401 -> unauthorized(body, failure);
      case 403 -> forbidden(deed, name, body, failure);
      case 409 -> conflict(name, body, failure);
      case 429 ->
          unavailable(
              "%s: it is throttling, and waiting did not help.\nRun fewer processes against it at a time, or use a vault of their own for busy workloads."
                  .formatted(address),
              failure);
      default ->
          unavailable(
              "%s: it answered %d%s.\n%s"
                  .formatted(
                      address,
                      status,
                      body.text().isEmpty() ? "" : " (" + body.text() + ")",
                      status >= 500
                          ? "Trying again did not help. Try later, and look at the Azure status page."
                          : "Check that " + VaultAddress.VARIABLE + " names a key vault."),
              failure);
    };
  }

  private IngestException unauthorized(ErrorBody body, HttpResponseException failure) {
    return body.message().contains("AKV10032")
        ? wrongTenant(failure)
        : unavailable(
            "%s: it does not accept the sign-in of %s (%s).\nCheck the clock of this machine, and that the identity belongs to the vault's tenant."
                .formatted(address, identity.get(), body.text()),
            failure);
  }

  private IngestException wrongTenant(RuntimeException failure) {
    return unavailable(
        "%s: it belongs to another tenant than %s.\nSet AZURE_TENANT_ID to the vault's tenant (az keyvault show --name %s --query properties.tenantId), or sign in there."
            .formatted(address, identity.get(), address.name()),
        failure);
  }

  private IngestException forbidden(
      Deed deed, String name, ErrorBody body, HttpResponseException failure) {
    return switch (body.innerCode()) {
      case "SecretDisabled" -> SecretState.disabled(address, name);
      case "ForbiddenByFirewall" -> firewall(body, failure);
      case "ForbiddenByConnection" ->
          unavailable(
              "%s: its public access is switched off, and this machine did not come by a private endpoint.\nRun inside a network with the vault's private endpoint and its DNS zone, or allow this network in the vault's networking rules."
                  .formatted(address),
              failure);
      case "ForbiddenByRbac" -> withoutRole(deed, failure);
      default -> withoutPermission(deed, failure);
    };
  }

  private IngestException firewall(ErrorBody body, HttpResponseException failure) {
    Matcher client = CLIENT_ADDRESS.matcher(body.message());
    String who = client.find() ? " (its address is %s)".formatted(client.group(1)) : "";
    return unavailable(
        "%s: its firewall does not let this machine in%s.\nAdd the address to the vault's networking rules, or run inside an allowed network."
            .formatted(address, who),
        failure);
  }

  private IngestException withoutRole(Deed deed, HttpResponseException failure) {
    return new VaultUnavailableException(
        Reason.FORBIDDEN,
        "%s: %s has no role that lets it %s secrets.\nGive it the role %s on this vault; a new role needs some minutes to take effect."
            .formatted(
                address,
                identity.get(),
                deed.permission,
                deed == Deed.SET ? "Key Vault Secrets Officer" : "Key Vault Secrets User"),
        failure);
  }

  private IngestException withoutPermission(Deed deed, HttpResponseException failure) {
    return new VaultUnavailableException(
        Reason.FORBIDDEN,
        "%s: its access policies do not let %s %s secrets.\nAdd the secret permissions %s for it to the access policies of this vault."
            .formatted(
                address,
                identity.get(),
                deed.permission,
                deed == Deed.SET ? "Get, List and Set" : "Get and List"),
        failure);
  }

  /** Names stay taken while a deleted secret can still be recovered. */
  private IngestException conflict(String name, ErrorBody body, HttpResponseException failure) {
    boolean deleted = body.innerCode().startsWith("ObjectIs");
    return new IngestException(
        ErrorCode.SECRET,
        deleted
            ? "%s: a secret %s was deleted and is kept for recovery, so that its name is taken.\nRecover it (az keyvault secret recover --vault-name %s --name %s) and push again with --overwrite, or purge it (az keyvault secret purge --vault-name %s --name %s) and push again."
                .formatted(address, name, address.name(), name, address.name(), name)
            : "%s: the secret %s is being changed by somebody else (%s).\nTry again."
                .formatted(address, name, body.text()),
        failure);
  }

  private IngestException unanswered(RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("challenge resource") || message.contains("challengeResource")) {
      return unavailable(
          "%s: what answers there says that it belongs to another service.\nCheck %s for a typo."
              .formatted(address, VaultAddress.VARIABLE),
          failure);
    }
    if (has(failure, UnknownHostException.class)
        || has(failure, UnresolvedAddressException.class)) {
      return unavailable(
          "%s: there is no such host.\nCheck %s for a typo; the name of a vault with a private endpoint may be known inside its network alone."
              .formatted(address, VaultAddress.VARIABLE),
          failure);
    }
    return broken(failure);
  }

  private IngestException broken(RuntimeException failure) {
    if (has(failure, SSLException.class)) {
      return unavailable(
          "%s: no trusted TLS connection (%s).\nIf a proxy of your network answers in its place, add the proxy's certificate to the trust store of Java (-Djavax.net.ssl.trustStore in PENSTOCK_JAVA_OPTS)."
              .formatted(address, said(cause(failure, SSLException.class).orElseThrow())),
          failure);
    }
    if (has(failure, HttpTimeoutException.class) || has(failure, TimeoutException.class)) {
      return unavailable(
          "%s: no answer in time.\nCheck that this machine's network and proxy let it reach port 443 of the vault."
              .formatted(address),
          failure);
    }
    if (has(failure, ConnectException.class)) {
      return unavailable(
          "%s: the connection was refused.\nCheck that this machine's network and proxy let it reach port 443 of the vault."
              .formatted(address),
          failure);
    }
    return unavailable(
        "%s: the connection broke (%s).\nTrying again did not help. Check the network and the proxy of this machine."
            .formatted(address, said(deepest(failure))),
        failure);
  }

  private static IngestException unavailable(String message, Throwable cause) {
    return new VaultUnavailableException(Reason.OTHER, message, cause);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return cause(failure, type).isPresent();
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static Throwable deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String said(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
