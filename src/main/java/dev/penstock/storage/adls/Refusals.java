package dev.penstock.storage.adls;

import dev.penstock.storage.adls.AdlsFailures.Refusal;

/** What the service's error codes mean to whoever has to mend them. */
final class Refusals {
  private static final String AGAIN = "Run the job again later; nothing was published.";

  private final AdlsAddress address;
  private final AccessRefusals access;

  Refusals(AdlsAddress address, AdlsAccess access) {
    this.address = address;
    this.access = new AccessRefusals(address, access);
  }

  Refusal of(Answer answer) {
    if (answer.mayPass()) {
      return busy(answer);
    }
    return switch (answer.code()) {
      case "FilesystemNotFound", "ContainerNotFound" -> noContainer();
      case "FilesystemBeingDeleted", "ContainerBeingDeleted" ->
          Refusal.forGood(
              "container '" + address.container() + "' is being deleted",
              "Wait until it is gone, make it anew, then run the job again.");
      case "HierarchicalNamespaceNotEnabled",
          "HierarchicalNamespaceNotEnabledForAccount",
          "EndpointUnsupportedAccountFeatures" ->
          flat(address);
      case "PathConflict", "ParentPathNotDirectory", "InvalidSourceOrDestinationResourceType" ->
          Refusal.forGood(
              "a file stands where a folder is needed, or a folder where a file is",
              "Move it away, or name another folder.");
      case "PathIsTooDeep" ->
          Refusal.forGood(
              "the path has more than 63 folders", "Shorten target_folder_path or layout.");
      case "InvalidResourceName",
          "InvalidUri",
          "InvalidUriPath",
          "InvalidDestinationPath",
          "UnsupportedPath",
          "InvalidRenameSourcePath" ->
          Refusal.forGood(
              "the service takes no such name (" + answer.code() + ")",
              "Use shorter folder names, without control characters, ending in no dot.");
      case "LeaseIdMissing",
          "LeaseIdMismatchWithLeaseOperation",
          "LeaseIdMismatchWithBlobOperation",
          "LeaseAlreadyPresent" ->
          Refusal.forNow(
              "another program holds a lease on it",
              "Wait until that program is done, or break the lease in the portal, then run the job again.");
      case "PathImmutableDueToPolicy",
          "BlobImmutableDueToPolicy",
          "ContainerImmutableDueToPolicy" ->
          Refusal.forGood(
              "a policy of the container keeps files from being changed",
              "Take the immutability policy off container '%s', or name another."
                  .formatted(address.container()));
      case "ConditionNotMet" -> Refusal.forNow("the file changed while it was read", AGAIN);
      case "InsufficientStorage", "AccountLimitExceeded" ->
          Refusal.forGood("the account is full (" + answer.code() + ")", "Raise its limit.");
      default -> access.of(answer);
    };
  }

  static Refusal flat(AdlsAddress address) {
    return Refusal.forGood(
        "storage account '%s' has no hierarchical namespace, so that renaming a file is not one step and two runs could both commit"
            .formatted(address.account()),
        "Upgrade the account (portal: Data Lake Gen2 upgrade; or az storage account hns-migration"
            + " start --type upgrade --name "
            + address.account()
            + "), or make one with az storage account create --enable-hierarchical-namespace true.");
  }

  private Refusal noContainer() {
    return Refusal.forGood(
        "storage account '%s' has no container '%s'"
            .formatted(address.account(), address.container()),
        "Make it in the portal (Containers, Add container), or with: az storage fs create --name %s --account-name %s --auth-mode login"
            .formatted(address.container(), address.account()));
  }

  private static Refusal busy(Answer answer) {
    String said =
        "%d%s".formatted(answer.status(), answer.code().isEmpty() ? "" : " " + answer.code());
    String request = ", request id " + answer.requestId();
    return switch (answer.status()) {
      case 429, 503 ->
          Refusal.forNow(
              "the account is too busy (%s%s), after several tries".formatted(said, request),
              "Run fewer jobs at once, or later; nothing was published.");
      default ->
          Refusal.forNow(
              "the service failed (%s%s), after several tries".formatted(said, request), AGAIN);
    };
  }
}
