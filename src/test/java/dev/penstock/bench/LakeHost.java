package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.testing.azure.AdlsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/** Runs the stand-in for a lake until its input ends; each line asks for the number of requests. */
final class LakeHost {
  static final String CONTAINER = "lake";
  static final String ACCOUNT = AdlsServer.ACCOUNT;
  static final String KEY = AdlsServer.KEY;

  private LakeHost() {}

  public static void main(String[] arguments) throws IOException {
    try (AdlsServer server = AdlsServer.http(Path.of(arguments[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      server.createContainer(CONTAINER);
      System.out.println(server.endpoint());
      while (in.readLine() != null) {
        System.out.println(server.requests().size());
        server.forgetRequests();
      }
    }
  }
}
