package dev.penstock.source.rest.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.penstock.secret.Secret;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Credentials;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Headers with a keyed hash over what is asked, made anew for each request. */
public record HmacCredentials(Form form, String key, Secret secret, Clock clock)
    implements Credentials {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)\\}");
  private static final String CODED = "base64:";
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What is signed and how it is sent.
   *
   * @param algorithm such as {@code sha256}
   * @param text with places in braces; {@code \n} written out is a line break
   * @param headers by name; their values have places too
   */
  public record Form(
      String algorithm, Encoding encoding, String text, Map<String, String> headers) {
    public Form {
      requireNonNull(algorithm, "algorithm");
      requireNonNull(encoding, "encoding");
      requireNonNull(text, "text");
      headers = Map.copyOf(headers);
    }
  }

  /** How bytes are written. */
  public enum Encoding {
    HEX,
    BASE64;

    String of(byte[] bytes) {
      return this == HEX
          ? HexFormat.of().formatHex(bytes)
          : Base64.getEncoder().encodeToString(bytes);
    }
  }

  public HmacCredentials {
    requireNonNull(form, "form");
    requireNonNull(key, "key");
    requireNonNull(secret, "secret");
    requireNonNull(clock, "clock");
  }

  @Override
  public Call sign(Call call) {
    try {
      Map<String, String> values = values(call);
      String text = filled(form.text(), values).replace("\\n", "\n");
      values.put("signature", form.encoding().of(mac(text)));
      Call signed = call;
      for (Map.Entry<String, String> header : form.headers().entrySet()) {
        signed = signed.header(header.getKey(), filled(header.getValue(), values));
      }
      return signed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + form.algorithm(), e);
    }
  }

  private Map<String, String> values(Call call) throws GeneralSecurityException {
    URI uri = call.uri();
    Instant now = clock.instant();
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    Map<String, String> values = new HashMap<>();
    values.put("method", call.method());
    values.put("path", text(uri.getRawPath()));
    values.put("query", text(uri.getRawQuery()));
    values.put("host", uri.getRawAuthority());
    values.put("timestamp", Long.toString(now.getEpochSecond()));
    values.put("timestamp_millis", Long.toString(now.toEpochMilli()));
    values.put("timestamp_iso", now.truncatedTo(ChronoUnit.SECONDS).toString());
    values.put("nonce", HexFormat.of().formatHex(nonce));
    values.put("body", call.body());
    values.put("body_hash", form.encoding().of(hash(call.body())));
    values.put("key", key);
    return values;
  }

  private static String text(String part) {
    return part == null ? "" : part;
  }

  private static String filled(String template, Map<String, String> values) {
    Matcher place = PLACE.matcher(template);
    StringBuilder filled = new StringBuilder();
    while (place.find()) {
      String value = values.getOrDefault(place.group(1), "");
      place.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return place.appendTail(filled).toString();
  }

  private byte[] mac(String text) throws GeneralSecurityException {
    String name = "Hmac" + form.algorithm().toUpperCase(Locale.ROOT);
    Mac mac = Mac.getInstance(name);
    mac.init(new SecretKeySpec(bytes(), name));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private byte[] bytes() {
    String text = secret.reveal();
    return text.startsWith(CODED)
        ? Base64.getDecoder().decode(text.substring(CODED.length()))
        : text.getBytes(UTF_8);
  }

  private byte[] hash(String body) throws GeneralSecurityException {
    String name = form.algorithm().toUpperCase(Locale.ROOT).replace("SHA", "SHA-");
    return MessageDigest.getInstance(name).digest(body.getBytes(UTF_8));
  }
}
