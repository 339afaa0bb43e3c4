package dev.penstock.identity;

import java.util.Arrays;
import java.util.Optional;

/** The refusals of Entra that have a mend of their own. */
enum Refusal {
  TENANT(
      "90002",
      "there is no such tenant",
      "Correct the tenant id: the Azure portal shows it under Microsoft Entra ID, Overview. For a"
          + " national cloud also set AZURE_AUTHORITY_HOST."),
  TENANT_FORM(
      "900023",
      "the tenant id is neither a GUID nor a domain",
      "Correct the tenant id: the Azure portal shows it under Microsoft Entra ID, Overview."),
  APP(
      "700016",
      "the tenant has no application with this client id",
      "Correct the client id (App registrations, Application (client) ID) or the tenant id: they"
          + " do not belong together."),
  SECRET(
      "7000215",
      "the client secret is wrong",
      "Give the value of the secret, not its id: Azure portal, App registrations, Certificates and"
          + " secrets. A value that nobody kept must be made anew."),
  EXPIRED_SECRET(
      "7000222",
      "the client secret has expired",
      "Make a new client secret (Azure portal, App registrations, Certificates and secrets) and"
          + " put its value in place of the old one."),
  RESOURCE(
      "500011",
      "the tenant does not know the service that the token is for",
      "Give the tenant that owns the account, vault or server; for a national cloud also set"
          + " AZURE_AUTHORITY_HOST."),
  FEDERATION(
      "700213",
      "the application trusts no workload identity like this one",
      "Add a federated credential to the application whose issuer, subject and audience are those"
          + " of the token file."),
  OLD_FEDERATION(
      "70021",
      "the application trusts no workload identity like this one",
      "Add a federated credential to the application whose issuer, subject and audience are those"
          + " of the token file."),
  CLOCK(
      "700024",
      "the assertion is not valid at this time",
      "Set this machine's clock right; for a workload identity see to it that the token file is"
          + " renewed."),
  CONDITIONAL(
      "53003",
      "a conditional access policy blocks this sign-in",
      "Ask whoever looks after the tenant to let this application in from this network."),
  DISABLED(
      "7000112",
      "the application is disabled",
      "Have it enabled: Azure portal, Enterprise applications, Properties.");

  private final String number;
  private final String what;
  private final String mend;

  Refusal(String number, String what, String mend) {
    this.number = number;
    this.what = what;
    this.mend = mend;
  }

  static Optional<Refusal> of(String number) {
    return Arrays.stream(values()).filter(refusal -> refusal.number.equals(number)).findFirst();
  }

  String what() {
    return what + " (AADSTS" + number + ")";
  }

  String mend() {
    return mend;
  }
}
