package dev.penstock.identity;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Makes the one HTTP client with which a process speaks to Azure: that of the JDK, over HTTP/1.1,
 * the only version that storage and vault speak. Proxies are those of HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY. Certificates are those that the JVM trusts ({@code javax.net.ssl.trustStore}).
 */
public final class AzureHttp {
  /** To get a connection, TLS included. */
  public static final Duration CONNECT = Duration.ofSeconds(10);

  /** To send the body of one request. */
  public static final Duration WRITE = Duration.ofMinutes(3);

  /** From the end of the request to the first byte of the response. */
  public static final Duration RESPONSE = Duration.ofSeconds(60);

  /** Between two reads of a response. */
  public static final Duration READ = Duration.ofSeconds(60);

  static {
    // Networks forget connections that are idle for some minutes, without telling either end; the
    // JDK keeps them for twenty.
    if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
      System.setProperty("jdk.httpclient.keepalive.timeout", "30");
    }
  }

  private AzureHttp() {}

  /**
   * @param environment the variables of the process
   */
  public static HttpClient client(Map<String, String> environment) {
    return built(environment, java.net.http.HttpClient.newBuilder());
  }

  /** Trusts whom {@code trust} trusts instead of whom the JVM trusts. */
  public static HttpClient client(Map<String, String> environment, SSLContext trust) {
    return built(environment, java.net.http.HttpClient.newBuilder().sslContext(trust));
  }

  /** Goes through no proxy: for the endpoint that a machine has for itself. */
  static HttpClient direct() {
    return built(Configuration.NONE, java.net.http.HttpClient.newBuilder());
  }

  /** Goes the same ways as {@link #client}, for those who only want to know whether one is open. */
  public static java.net.http.HttpClient plain(Map<String, String> environment) {
    java.net.http.HttpClient.Builder jdk = java.net.http.HttpClient.newBuilder();
    // Making the one puts the proxy and its login into the builder of the other.
    built(environment, jdk);
    return jdk.build();
  }

  /** The same, trusting and proving as {@code tls} does. */
  public static java.net.http.HttpClient plain(Map<String, String> environment, SSLContext tls) {
    java.net.http.HttpClient.Builder jdk = java.net.http.HttpClient.newBuilder().sslContext(tls);
    built(environment, jdk);
    return jdk.build();
  }

  private static HttpClient built(
      Map<String, String> environment, java.net.http.HttpClient.Builder jdk) {
    return built(new AzureSettings(environment).configuration(), jdk);
  }

  private static HttpClient built(
      Configuration configuration, java.net.http.HttpClient.Builder jdk) {
    return new JdkHttpClientBuilder(
            // A redirect could take a token to somebody else.
            jdk.version(Version.HTTP_1_1).followRedirects(Redirect.NEVER))
        .connectionTimeout(CONNECT)
        .writeTimeout(WRITE)
        .responseTimeout(RESPONSE)
        .readTimeout(READ)
        .configuration(configuration)
        .build();
  }
}
