package dev.penstock.identity;

import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables of the environment that say how to reach Azure, and as whom. */
final class AzureSettings {
  private static final String PUBLIC_CLOUD = "https://login.microsoftonline.com/";

  /** The login hosts whose directory of clouds the libraries may ask; others have none. */
  private static final Set<String> KNOWN_HOSTS =
      Set.of("login.microsoftonline.com", "login.chinacloudapi.cn", "login.microsoftonline.us");

  private final Map<String, String> environment;

  AzureSettings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Empty when the variable is missing or blank. */
  Optional<String> value(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  String authorityHost() {
    return value("AZURE_AUTHORITY_HOST")
        .map(host -> host.contains("://") ? host : "https://" + host)
        .orElse(PUBLIC_CLOUD);
  }

  boolean authorityIsKnown() {
    String host = URI.create(authorityHost()).getHost();
    return host != null && KNOWN_HOSTS.contains(host.toLowerCase(Locale.ROOT));
  }

  /** For the Azure libraries, which would otherwise read the environment of the process. */
  Configuration configuration() {
    Map<String, String> properties = new HashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name)));
    // Without it azure-core does not look at HTTPS_PROXY and HTTP_PROXY.
    properties.put("java.net.useSystemProxies", "true");
    Map<String, String> variables = withProxies();
    return new ConfigurationBuilder(path -> Map.of(), path -> properties, path -> variables)
        .build();
  }

  /** Most tools write them in small letters, which azure-core does not look for. */
  private Map<String, String> withProxies() {
    Map<String, String> variables = new HashMap<>(environment);
    for (String name : List.of("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")) {
      value(name)
          .or(() -> value(name.toLowerCase(Locale.ROOT)))
          .ifPresent(text -> variables.put(name, text));
    }
    return variables;
  }
}
