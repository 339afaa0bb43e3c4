package dev.penstock.testing.azure;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The refusals of Entra, word for word as the service sends them. */
final class EntraErrors {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private EntraErrors() {}

  static StandInAnswer tenantNotFound(String tenantId) {
    return error(
        400,
        "invalid_request",
        90002,
        ("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing"
                + " into the correct cloud. Check with your subscription administrator, this may"
                + " happen if there are no active subscriptions for the tenant.")
            .formatted(tenantId));
  }

  static StandInAnswer appNotFound(String clientId, String tenantId) {
    return error(
        400,
        "unauthorized_client",
        700016,
        ("Application with identifier '%s' was not found in the directory '%s'. This can happen if"
                + " the application has not been installed by the administrator of the tenant or"
                + " consented to by any user in the tenant. You may have sent your authentication"
                + " request to the wrong tenant.")
            .formatted(clientId, tenantId));
  }

  static StandInAnswer wrongSecret(String clientId) {
    return error(
        401,
        "invalid_client",
        7000215,
        ("Invalid client secret provided. Ensure the secret being sent in the request is the client"
                + " secret value, not the client secret ID, for a secret added to app '%s'.")
            .formatted(clientId));
  }

  static StandInAnswer expiredSecret(String clientId) {
    return error(
        401,
        "invalid_client",
        7000222,
        ("The provided client secret keys for app '%s' are expired. Visit the Azure portal to create"
                + " new keys for your app: https://aka.ms/NewClientSecret, or consider using"
                + " certificate credentials for added security: https://aka.ms/certCreds.")
            .formatted(clientId));
  }

  static StandInAnswer noFederation() {
    return error(
        401,
        "invalid_client",
        700213,
        "No matching federated identity record found for presented assertion subject"
            + " 'system:serviceaccount:default:penstock'. Check your federated identity credential"
            + " Subject, Audience and Issuer against the presented assertion."
            + " https://learn.microsoft.com/entra/workload-id/workload-identity-federation");
  }

  static StandInAnswer resourceNotFound(String resource, String tenantId) {
    return error(
        400,
        "invalid_resource",
        500011,
        ("The resource principal named %s was not found in the tenant named %s. This can happen if"
                + " the application has not been installed by the administrator of the tenant or"
                + " consented to by any user in the tenant. You might have sent your authentication"
                + " request to the wrong tenant.")
            .formatted(resource, tenantId));
  }

  static StandInAnswer unsupportedGrant(String grant) {
    return error(
        400,
        "unsupported_grant_type",
        70003,
        "The app requested an unsupported grant type '%s'.".formatted(grant));
  }

  /** An error body of the token endpoint. */
  static StandInAnswer error(int status, String error, int code, String text) {
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String timestamp = TIMESTAMP.format(Instant.now());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put(
        "error_description",
        "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s"
            .formatted(code, text, trace, correlation, timestamp));
    body.put("error_codes", List.of(code));
    body.put("timestamp", timestamp);
    body.put("trace_id", trace);
    body.put("correlation_id", correlation);
    body.put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
    return StandInAnswer.json(status, body);
  }

  /** An error body of a machine's own token endpoint. */
  static StandInAnswer machineError(int status, String error, String text) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", text);
    return StandInAnswer.json(status, body);
  }
}
