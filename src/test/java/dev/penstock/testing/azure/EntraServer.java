package dev.penstock.testing.azure;

import dev.penstock.testing.azure.Directory.ManagedIdentity;
import dev.penstock.testing.azure.Directory.SecretState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands in for login.microsoftonline.com (https) and for a machine's managed identity (plain
 * http): issues signed tokens with the claims of real ones and refuses in the words of the service.
 * Knows only whom a test has introduced. Safe for use by several threads.
 */
public final class EntraServer implements AutoCloseable {
  /** What App Service gives its processes as IDENTITY_HEADER. */
  public static final String IDENTITY_HEADER = "stand-in-identity-header";

  private final Directory directory = new Directory();
  private final StandInListener login;
  private final StandInListener machine;

  private EntraServer() {
    login = StandInListener.https(new LoginEndpoint(directory)::answer);
    machine = StandInListener.http(new MachineEndpoint(directory, IDENTITY_HEADER)::answer);
  }

  public static EntraServer start() {
    return new EntraServer();
  }

  /** What goes into AZURE_AUTHORITY_HOST: {@code https://localhost:<port>/}. */
  public String authorityHost() {
    return "https://localhost:" + login.port() + "/";
  }

  /** Without a slash at the end; what goes into AZURE_POD_IDENTITY_AUTHORITY_HOST. */
  public String machineHost() {
    return "http://127.0.0.1:" + machine.port();
  }

  /** The environment of a virtual machine whose metadata service this is. */
  public Map<String, String> virtualMachine() {
    return Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", machineHost());
  }

  /** The environment that App Service and Functions give their processes. */
  public Map<String, String> appService() {
    return Map.of(
        "IDENTITY_ENDPOINT",
        machineHost() + MachineEndpoint.APP_SERVICE,
        "IDENTITY_HEADER",
        IDENTITY_HEADER);
  }

  /** An empty tenant. */
  public EntraServer addTenant(String tenantId) {
    directory.addTenant(tenantId);
    return this;
  }

  /** An application with this secret; further calls give it further secrets. */
  public EntraServer addApp(String tenantId, String clientId, String secret) {
    directory.appFor(tenantId, clientId).secrets().put(secret, SecretState.GOOD);
    return this;
  }

  /** An application with a secret that was good once. */
  public EntraServer addAppWithExpiredSecret(String tenantId, String clientId, String secret) {
    directory.appFor(tenantId, clientId).secrets().put(secret, SecretState.EXPIRED);
    return this;
  }

  /** An application that whoever holds this assertion of a cluster may be (workload identity). */
  public EntraServer addFederatedApp(String tenantId, String clientId, String assertion) {
    directory.appFor(tenantId, clientId).assertions().add(assertion);
    return this;
  }

  /** The identity of the machine itself. */
  public EntraServer setSystemIdentity(String tenantId, String clientId, String resourceId) {
    directory.setSystemIdentity(new ManagedIdentity(tenantId, clientId, resourceId));
    return this;
  }

  /** A user-assigned identity, which requests name by client id or resource id. */
  public EntraServer addUserIdentity(String tenantId, String clientId, String resourceId) {
    directory.addManagedIdentity(new ManagedIdentity(tenantId, clientId, resourceId));
    return this;
  }

  /** From now on tokens are good for this long; an hour unless set. */
  public EntraServer setTokenLifetime(Duration lifetime) {
    directory.setLifetime(lifetime);
    return this;
  }

  /** A token for an application, without asking over the network. */
  public String appToken(String tenantId, String clientId, String resource) {
    return directory.appToken(tenantId, clientId, resource);
  }

  /** A token as {@code az account get-access-token} prints it for a user. */
  public String userToken(String tenantId, String userName, String resource) {
    return directory.userToken(tenantId, userName, resource);
  }

  /** What the token says; empty when it is not one of this build's or has run out. */
  public Optional<IssuedToken> accepts(String token) {
    return directory.good(token);
  }

  /** All tokens issued so far are refused from now on, as if their time had run out. */
  public void expireAllTokens() {
    directory.revokeAll();
  }

  /** The object id that tokens of this application or user carry; roles are given to it. */
  public static String objectId(String clientIdOrUserName) {
    return Directory.objectId(clientIdOrUserName);
  }

  /** What goes wrong at the login host. */
  public Faults loginFaults() {
    return login.faults();
  }

  /** What goes wrong at the machine's own endpoint. */
  public Faults machineFaults() {
    return machine.faults();
  }

  /** All requests to the login host so far. */
  public List<StandInRequest> loginRequests() {
    return login.requests();
  }

  /** All requests to the machine's own endpoint so far. */
  public List<StandInRequest> machineRequests() {
    return machine.requests();
  }

  public void forgetRequests() {
    login.forgetRequests();
    machine.forgetRequests();
  }

  @Override
  public void close() {
    login.close();
    machine.close();
  }
}
