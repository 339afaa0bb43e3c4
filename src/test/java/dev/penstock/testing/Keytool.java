package dev.penstock.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JDK's keytool, started as a program that ends soon: that takes half of its time. The password
 * of a store is hashed once and not ten thousand times, which each opening would repeat.
 */
public final class Keytool {
  private static final List<String> SHORT_RUN =
      List.of(
          "-J-XX:TieredStopAtLevel=1",
          "-J-XX:+UseSerialGC",
          "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
          "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
          "-J-Dkeystore.pkcs12.macIterationCount=1");

  private Keytool() {}

  /**
   * Makes a key and its certificate.
   *
   * @param store a PKCS12 file, which is made when it is not there
   * @param arguments beyond store, password and alias
   */
  public static void generate(Path store, String password, String alias, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(SHORT_RUN);
    command.addAll(List.of("-genkeypair", "-alias", alias));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", password));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
