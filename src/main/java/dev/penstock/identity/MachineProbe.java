package dev.penstock.identity;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Finds out in a second at most whether this machine can have a managed identity. */
final class MachineProbe {
  private static final int LONGEST_MILLIS = 1000;
  private static final String METADATA_SERVICE = "http://169.254.169.254";

  /** What App Service, Functions, Arc, Cloud Shell, Service Fabric and ML set for a process. */
  private static final List<String> ANNOUNCED =
      List.of("IDENTITY_ENDPOINT", "MSI_ENDPOINT", "IMDS_ENDPOINT");

  private final AzureSettings settings;

  MachineProbe(AzureSettings settings) {
    this.settings = settings;
  }

  /** Why there is none; empty when there may be one. */
  Optional<String> missing() {
    if (ANNOUNCED.stream().anyMatch(name -> settings.value(name).isPresent())) {
      return Optional.empty();
    }
    URI service =
        URI.create(settings.value("AZURE_POD_IDENTITY_AUTHORITY_HOST").orElse(METADATA_SERVICE));
    int port = service.getPort() < 0 ? 80 : service.getPort();
    try (Socket socket = new Socket()) {
      // The libraries would wait for minutes where packets to this address are dropped.
      socket.connect(new InetSocketAddress(service.getHost(), port), LONGEST_MILLIS);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException unreachable) {
      return Optional.of("this machine has no metadata service at " + service);
    }
  }
}
