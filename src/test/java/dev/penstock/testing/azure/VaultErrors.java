package dev.penstock.testing.azure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The refusals of Key Vault, word for word as the service sends them. */
final class VaultErrors {
  private VaultErrors() {}

  static StandInAnswer noToken() {
    return error(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
  }

  static StandInAnswer badToken() {
    return error(
        401, "Unauthorized", "AKV10046: Unable to resolve the key used for signature validation.");
  }

  static StandInAnswer wrongAudience(String found) {
    return error(
        401,
        "Unauthorized",
        "AKV10022: Invalid audience. Expected https://vault.azure.net, found: " + found + ".");
  }

  static StandInAnswer wrongIssuer(String expected, String found) {
    return error(
        401,
        "Unauthorized",
        "AKV10032: Invalid issuer. Expected one of https://sts.windows.net/%s/, found https://sts.windows.net/%s/."
            .formatted(expected, found));
  }

  static StandInAnswer notFound(String name) {
    return error(
        404,
        "SecretNotFound",
        ("A secret with (name/id) %s was not found in this key vault. If you recently deleted this"
                + " secret you may be able to recover it using the correct recovery command. For"
                + " help resolving this issue, please see"
                + " https://go.microsoft.com/fwlink/?linkid=2125182")
            .formatted(name));
  }

  static StandInAnswer badName(String name) {
    return error(400, "BadParameter", "The request URI contains an invalid name: " + name);
  }

  static StandInAnswer disabled() {
    return forbidden("Operation get is not allowed on a disabled secret.", "SecretDisabled");
  }

  static StandInAnswer deleted(String name) {
    return inner(
        409,
        "Conflict",
        ("Secret %s is currently in a deleted but recoverable state, and its name cannot be reused;"
                + " in this state, the secret can only be recovered or purged.")
            .formatted(name),
        "ObjectIsDeletedButRecoverable");
  }

  static StandInAnswer throttled(int retryAfterSeconds) {
    return error(
            429,
            "Throttled",
            "Request was not processed because too many requests were received. Reason:"
                + " VaultRequestTypeLimitReached")
        .with("Retry-After", Integer.toString(retryAfterSeconds));
  }

  static StandInAnswer byRole(IssuedToken caller, String action, String name) {
    return forbidden(
        """
        Caller is not authorized to perform action on resource.\r
        If role assignments, deny assignments or role definitions were changed recently, please \
        observe propagation time.\r
        Caller: %s\r
        Action: 'Microsoft.KeyVault/vaults/secrets/%s'\r
        Resource: '/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/penstock/\
        providers/microsoft.keyvault/vaults/stand-in/secrets/%s'\r
        Assignment: (not found)\r
        DenyAssignmentId: null\r
        DecisionReason: null \r
        Vault: stand-in;location=westeurope\r
        """
            .formatted(words(caller), action, name),
        "ForbiddenByRbac");
  }

  static StandInAnswer byPolicy(IssuedToken caller, String permission) {
    return forbidden(
        ("The user, group or application '%s' does not have secrets %s permission on key vault"
                + " 'stand-in;location=westeurope'. For help resolving this issue, please see"
                + " https://go.microsoft.com/fwlink/?linkid=2125287")
            .formatted(words(caller), permission),
        "ForbiddenByPolicy");
  }

  static StandInAnswer byFirewall(IssuedToken caller) {
    return forbidden(
        "Client address is not authorized and caller is not a trusted service.\r\nClient address:"
            + " 203.0.113.5\r\nCaller: "
            + words(caller)
            + "\r\nVault: stand-in;location=westeurope",
        "ForbiddenByFirewall");
  }

  static StandInAnswer byPrivateLink(IssuedToken caller) {
    return forbidden(
        "Public network access is disabled and request is not from a trusted service nor via an"
            + " approved private link.\r\nCaller: "
            + words(caller)
            + "\r\nVault: stand-in;location=westeurope",
        "ForbiddenByConnection");
  }

  private static String words(IssuedToken caller) {
    return "appid=%s;oid=%s;iss=https://sts.windows.net/%s/"
        .formatted(caller.appId(), caller.objectId(), caller.tenantId());
  }

  private static StandInAnswer forbidden(String message, String inner) {
    return inner(403, "Forbidden", message, inner);
  }

  private static StandInAnswer inner(int status, String code, String message, String inner) {
    return body(status, code, message, Optional.of(inner));
  }

  private static StandInAnswer error(int status, String code, String message) {
    return body(status, code, message, Optional.empty());
  }

  private static StandInAnswer body(
      int status, String code, String message, Optional<String> inner) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    inner.ifPresent(found -> error.put("innererror", Map.of("code", found)));
    return StandInAnswer.json(status, Map.of("error", error));
  }
}
