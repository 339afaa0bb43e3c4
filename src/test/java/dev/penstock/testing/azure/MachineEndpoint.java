package dev.penstock.testing.azure;

import dev.penstock.testing.azure.Directory.ManagedIdentity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The token endpoints that a machine of Azure has: of virtual machines and of App Service. */
final class MachineEndpoint {
  static final String IMDS = "/metadata/identity/oauth2/token";
  static final String APP_SERVICE = "/msi/token";

  private final Directory directory;
  private final String identityHeader;

  MachineEndpoint(Directory directory, String identityHeader) {
    this.directory = directory;
    this.identityHeader = identityHeader;
  }

  StandInAnswer answer(StandInRequest request) {
    return switch (request.path()) {
      case IMDS -> imds(request);
      case APP_SERVICE -> appService(request);
      default -> StandInAnswer.status(404);
    };
  }

  private StandInAnswer imds(StandInRequest request) {
    if (!request.header("Metadata").orElse("").equals("true")) {
      return EntraErrors.machineError(
          400, "invalid_request", "Required metadata header not specified");
    }
    if (!request.query().containsKey("api-version")) {
      return EntraErrors.machineError(
          400, "bad_request_102", "Required api-version query parameter not specified");
    }
    if (!request.query().containsKey("resource")) {
      return EntraErrors.machineError(
          400, "invalid_request", "Required audience parameter not specified");
    }
    return directory
        .managedIdentity(request.query())
        .map(identity -> imdsToken(identity, request.query().get("resource")))
        .orElseGet(() -> EntraErrors.machineError(400, "invalid_request", "Identity not found"));
  }

  private StandInAnswer imdsToken(ManagedIdentity identity, String resource) {
    if (!Directory.knowsResource(resource)) {
      return EntraErrors.resourceNotFound(resource, identity.tenantId());
    }
    long seconds = directory.lifetime().toSeconds();
    Map<String, Object> body = machineToken(identity, resource);
    body.put("expires_in", Long.toString(seconds));
    body.put("ext_expires_in", Long.toString(seconds));
    body.put("not_before", Long.toString(Instant.now().getEpochSecond()));
    return StandInAnswer.json(200, body);
  }

  private StandInAnswer appService(StandInRequest request) {
    if (!request.header("X-IDENTITY-HEADER").orElse("").equals(identityHeader)) {
      return StandInAnswer.json(
          401, Map.of("statusCode", 401, "message", "The X-IDENTITY-HEADER is missing or wrong."));
    }
    return directory
        .managedIdentity(request.query())
        .map(
            identity ->
                StandInAnswer.json(200, machineToken(identity, request.query().get("resource"))))
        .orElseGet(
            () ->
                StandInAnswer.json(
                    400,
                    Map.of(
                        "statusCode",
                        400,
                        "message",
                        "No User Assigned or Delegated Managed Identity found for specified"
                            + " ClientId/ResourceId/PrincipalId.")));
  }

  private Map<String, Object> machineToken(ManagedIdentity identity, String resource) {
    long expires = Instant.now().plus(directory.lifetime()).getEpochSecond();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", directory.managedToken(identity, resource));
    body.put("client_id", identity.clientId());
    body.put("expires_on", Long.toString(expires));
    body.put("resource", resource);
    body.put("token_type", "Bearer");
    return body;
  }
}
