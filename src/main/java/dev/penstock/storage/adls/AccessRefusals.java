package dev.penstock.storage.adls;

import dev.penstock.storage.adls.AdlsAccess.AccountKey;
import dev.penstock.storage.adls.AdlsAccess.Cases;
import dev.penstock.storage.adls.AdlsAccess.SasToken;
import dev.penstock.storage.adls.AdlsAccess.SignedIn;
import dev.penstock.storage.adls.AdlsFailures.Refusal;
import java.util.Locale;

/** The many ways in which the service does not let somebody in. */
final class AccessRefusals {
  private static final String CLOCK =
      "Set this machine's clock right (ntp), then run the job again.";

  private final AdlsAddress address;
  private final AdlsAccess access;

  AccessRefusals(AdlsAddress address, AdlsAccess access) {
    this.address = address;
    this.access = access;
  }

  Refusal of(Answer answer) {
    return switch (answer.code()) {
      case "AuthorizationPermissionMismatch", "InsufficientAccountPermissions" ->
          access.when(new NotAllowed());
      case "AuthorizationFailure", "NetworkSecurityPerimeterDenied", "PublicAccessNotPermitted" ->
          network();
      case "AuthorizationProtocolMismatch",
          "AuthorizationSourceIPMismatch",
          "AuthorizationServiceMismatch",
          "AuthorizationResourceTypeMismatch",
          "AuthorizationResourceMismatch" ->
          Refusal.forGood(
              "the SAS token does not cover this request (" + answer.code() + ")",
              NotAllowed.SAS_MEND);
      case "AuthenticationFailed" ->
          isClock(answer) ? clock() : access.when(new NotKnown(answer, address));
      case "InvalidAuthenticationInfo", "NoAuthenticationInformation" -> token(answer);
      case "KeyBasedAuthenticationNotPermitted" ->
          Refusal.forGood(
              "storage account '%s' lets nobody in by key".formatted(address.account()),
              "Sign in instead (take azure_storage_account_key out), or allow storage account key"
                  + " access under Configuration.");
      case "AccountIsDisabled" ->
          Refusal.forGood(
              "storage account '%s' is disabled".formatted(address.account()),
              "Look in the portal whether its subscription has ended or is over its limit.");
      case "AccountRequiresHttps" ->
          Refusal.forGood("the account wants https", "Write https:// in bucket_url.");
      default -> other(answer);
    };
  }

  private Refusal network() {
    return Refusal.forGood(
        "the network rules of storage account '%s' do not let this machine in"
            .formatted(address.account()),
        "Allow its address in the portal (Networking, Firewall), or run where the account's private endpoints are (both dfs and blob are needed); with public access disabled only those answer.");
  }

  private Refusal token(Answer answer) {
    if (answer.text().contains("expired") || answer.text().contains("Lifetime")) {
      return Refusal.forGood(
          "the token of %s has expired".formatted(access.when(new Who())),
          "Sign in again, then run the job again; if it happens at once, check this machine's"
              + " clock.");
    }
    if (answer.text().toLowerCase(Locale.ROOT).contains("issuer")) {
      return Refusal.forGood(
          "%s belongs to another tenant than storage account '%s'"
              .formatted(access.when(new Who()), address.account()),
          "Set azure_tenant_id to the tenant of the account's subscription.");
    }
    return Refusal.forGood(
        "the service does not accept the token of " + access.when(new Who()),
        "Check azure_tenant_id: it must be the tenant of the subscription of account '%s'."
            .formatted(address.account()));
  }

  private static boolean isClock(Answer answer) {
    return answer.text().contains("Request date header") || answer.text().contains("date header");
  }

  private static Refusal clock() {
    return Refusal.forGood("this machine's clock is more than 15 minutes off", CLOCK);
  }

  private static Refusal other(Answer answer) {
    return Refusal.forGood(
        "the service answered %d %s, request id %s"
            .formatted(
                answer.status(),
                answer.code().isEmpty() ? "without a reason" : answer.code(),
                answer.requestId()),
        "Look the code up under 'Azure Data Lake Storage error codes', or ask Microsoft's support"
            + " with the request id.");
  }

  private final class NotAllowed implements Cases<Refusal> {
    private static final String SAS_MEND =
        "Make a SAS token for the container with the permissions racwdlme (read, add, create,"
            + " write, delete, list, move, execute), https, and no restriction to other addresses.";

    @Override
    public Refusal accountKey(AccountKey key) {
      return other("whoever holds the key may not do this");
    }

    @Override
    public Refusal sasToken(SasToken token) {
      return Refusal.forGood("the SAS token does not permit this", SAS_MEND);
    }

    @Override
    public Refusal signedIn(SignedIn signedIn) {
      return other("%s may not do this".formatted(signedIn.identity().words()));
    }

    private Refusal other(String what) {
      return Refusal.forGood(
          what,
          "Give it the role Storage Blob Data Contributor on container '%s' or account '%s' (az role assignment create), and wait up to 10 minutes until it holds. Owner and Contributor do not include it."
              .formatted(address.container(), address.account()));
    }
  }
}
