package dev.penstock.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.AzureDeveloperCliCredentialBuilder;
import com.azure.identity.AzurePowerShellCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import dev.penstock.identity.Candidate.WhenItFails;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the identities of a process. Safe for use by several threads. */
public final class Identities {
  private final AzureSettings settings;
  private final HttpClient http;

  /**
   * @param environment the variables of the process
   * @param http as {@link AzureHttp} makes it
   */
  public Identities(Map<String, String> environment, HttpClient http) {
    this.settings = new AzureSettings(environment);
    this.http = http;
  }

  /** Signs in at the first token wanted, not here. */
  public Identity servicePrincipal(ServicePrincipal principal) {
    return new SignIn(
        principal.words(),
        host(),
        List.of(
            new Candidate(
                principal.words(),
                Optional::empty,
                () ->
                    secretCredential(
                        principal.tenantId(),
                        principal.clientId(),
                        principal.clientSecret().reveal()),
                WhenItFails.STOP)));
  }

  /**
   * The identity that Azure gave to this machine, and no other. Signs in at the first token wanted.
   *
   * @param clientId which one; where it is empty, the machine must have one alone
   */
  public Identity managedIdentity(Optional<String> clientId) {
    return new SignIn(
        "managed identity" + clientId.map(id -> " " + id).orElse(""),
        host(),
        List.of(
            new Candidate(
                "managed identity",
                new MachineProbe(settings)::missing,
                () -> machineCredential(clientId),
                WhenItFails.STOP)));
  }

  /**
   * Whoever answers first in the order that Azure documents: environment, workload identity,
   * managed identity, then the tools of a developer. Signs in at the first token wanted, not here.
   */
  public Identity defaultIdentity() {
    return new SignIn(
        "default credential",
        host(),
        List.of(
            new Candidate(
                "environment", this::environmentMissing, this::environment, WhenItFails.STOP),
            new Candidate(
                "workload identity",
                () -> unset("AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID", "AZURE_CLIENT_ID"),
                this::workloadIdentity,
                WhenItFails.STOP),
            new Candidate(
                "managed identity",
                new MachineProbe(settings)::missing,
                () -> machineCredential(settings.value("AZURE_CLIENT_ID")),
                whenTheMachineFails()),
            tool("Azure CLI", this::azureCli, "az", "az.cmd"),
            tool("Azure PowerShell", this::powerShell, "pwsh", "pwsh.exe"),
            tool("Azure Developer CLI", this::developerCli, "azd", "azd.exe")));
  }

  /**
   * A machine may have the endpoint and no identity, as build agents do; whoever names an identity
   * wants that one and no other.
   */
  private WhenItFails whenTheMachineFails() {
    boolean meant =
        settings.value("AZURE_CLIENT_ID").isPresent()
            || settings.value("IDENTITY_ENDPOINT").isPresent();
    return meant ? WhenItFails.STOP : WhenItFails.TRY_NEXT;
  }

  private Candidate tool(String name, Supplier<TokenCredential> credential, String... programs) {
    return new Candidate(name, () -> notOnPath(programs), credential, WhenItFails.TRY_NEXT);
  }

  private Optional<String> environmentMissing() {
    Optional<String> unset = unset("AZURE_TENANT_ID", "AZURE_CLIENT_ID");
    boolean proof =
        settings.value("AZURE_CLIENT_SECRET").isPresent()
            || settings.value("AZURE_CLIENT_CERTIFICATE_PATH").isPresent();
    return unset.isPresent() || proof ? unset : Optional.of("AZURE_CLIENT_SECRET is not set");
  }

  private Optional<String> unset(String... variables) {
    return Arrays.stream(variables)
        .filter(variable -> settings.value(variable).isEmpty())
        .findFirst()
        .map(variable -> variable + " is not set");
  }

  private Optional<String> notOnPath(String... programs) {
    String path = settings.value("PATH").or(() -> settings.value("Path")).orElse("");
    for (String folder : path.split(File.pathSeparator, -1)) {
      for (String program : programs) {
        if (isProgram(folder, program)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(programs[0] + " is not installed");
  }

  private static boolean isProgram(String folder, String program) {
    try {
      return !folder.isEmpty() && Files.isExecutable(Path.of(folder, program));
    } catch (InvalidPathException notAFolder) {
      return false;
    }
  }

  private TokenCredential environment() {
    String tenantId = wanted("AZURE_TENANT_ID");
    String clientId = wanted("AZURE_CLIENT_ID");
    Optional<String> secret = settings.value("AZURE_CLIENT_SECRET");
    return secret.isPresent()
        ? secretCredential(tenantId, clientId, secret.get())
        : certificateCredential(tenantId, clientId);
  }

  private TokenCredential secretCredential(String tenantId, String clientId, String secret) {
    return prepared(new ClientSecretCredentialBuilder(), tenantId, clientId)
        .clientSecret(secret)
        .build();
  }

  private TokenCredential certificateCredential(String tenantId, String clientId) {
    String file = wanted("AZURE_CLIENT_CERTIFICATE_PATH");
    ClientCertificateCredentialBuilder builder =
        prepared(new ClientCertificateCredentialBuilder(), tenantId, clientId);
    if (file.toLowerCase(Locale.ROOT).matches(".*\\.(pfx|p12)")) {
      builder.pfxCertificate(file);
    } else {
      builder.pemCertificate(file);
    }
    settings
        .value("AZURE_CLIENT_CERTIFICATE_PASSWORD")
        .ifPresent(builder::clientCertificatePassword);
    return builder.build();
  }

  private TokenCredential workloadIdentity() {
    return prepared(
            new WorkloadIdentityCredentialBuilder(),
            wanted("AZURE_TENANT_ID"),
            wanted("AZURE_CLIENT_ID"))
        .tokenFilePath(wanted("AZURE_FEDERATED_TOKEN_FILE"))
        .build();
  }

  /** MSAL reads the machine's variables from the process itself; only the id comes from here. */
  private TokenCredential machineCredential(Optional<String> clientId) {
    ManagedIdentityCredentialBuilder builder =
        new ManagedIdentityCredentialBuilder()
            .httpClient(AzureHttp.direct())
            .configuration(settings.configuration());
    clientId.ifPresent(builder::clientId);
    return builder.build();
  }

  private TokenCredential azureCli() {
    AzureCliCredentialBuilder builder =
        new AzureCliCredentialBuilder().configuration(settings.configuration());
    settings.value("AZURE_TENANT_ID").ifPresent(builder::tenantId);
    return builder.build();
  }

  private TokenCredential powerShell() {
    AzurePowerShellCredentialBuilder builder =
        new AzurePowerShellCredentialBuilder().configuration(settings.configuration());
    settings.value("AZURE_TENANT_ID").ifPresent(builder::tenantId);
    return builder.build();
  }

  private TokenCredential developerCli() {
    AzureDeveloperCliCredentialBuilder builder =
        new AzureDeveloperCliCredentialBuilder().configuration(settings.configuration());
    settings.value("AZURE_TENANT_ID").ifPresent(builder::tenantId);
    return builder.build();
  }

  private <T extends AadCredentialBuilderBase<T>> T prepared(
      T builder, String tenantId, String clientId) {
    builder
        .tenantId(tenantId)
        .clientId(clientId)
        .authorityHost(settings.authorityHost())
        .configuration(settings.configuration())
        .httpClient(http);
    // Private clouds are not in the directory of clouds, which must then not be asked.
    return settings.authorityIsKnown() ? builder : builder.disableInstanceDiscovery();
  }

  private String wanted(String variable) {
    return settings.value(variable).orElseThrow();
  }

  private String host() {
    return settings.authorityHost();
  }
}
