package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's side of NTLMv2, as MS-NLMP describes it: a challenge, and the proof that the client
 * knows the password of a user of this domain.
 */
public final class Ntlm implements WindowsSignIn {
  private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(US_ASCII);
  private static final int FLAGS = 0x00888205;
  private static final int PROOF_BYTES = 16;
  private static final int MIC_AT = 72;
  private static final long EPOCH_SECONDS = 11_644_473_600L;

  /** Which server the client means. */
  private static final int TARGET_NAME = 9;

  private static final int HAS_MIC = 6;

  private final String domain;
  private final Map<String, String> passwords;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final SecureRandom random = new SecureRandom();

  /**
   * @param domain its NetBIOS name
   * @param passwords by user, in capitals
   */
  public Ntlm(String domain, Map<String, String> passwords) {
    this.domain = domain;
    this.passwords = Map.copyOf(passwords);
  }

  /** Which servers the clients have meant. */
  public List<String> targets() {
    return targets;
  }

  @Override
  public Talk begin() {
    return new Conversation();
  }

  private final class Conversation implements Talk {
    private final byte[] nonce = new byte[8];
    private byte[] negotiation = new byte[0];
    private byte[] challenge = new byte[0];

    @Override
    public Turn answer(byte[] token) {
      requireThat(Arrays.equals(SIGNATURE, Arrays.copyOf(token, 8)), "a message of NTLM");
      int type = Bytes.reading(token).getInt(8);
      if (type == 1) {
        negotiation = token.clone();
        random.nextBytes(nonce);
        challenge = challenge(nonce);
        return Turn.ask(challenge);
      }
      requireThat(type == 3 && challenge.length > 0, "the answer to a challenge");
      try {
        return proven(token);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private Turn proven(byte[] token) throws GeneralSecurityException {
      requireThat(field(token, 12).length == 0, "no answer of LAN Manager");
      byte[] response = field(token, 20);
      String of = new String(field(token, 28), UTF_16LE);
      String user = new String(field(token, 36), UTF_16LE);
      String password = passwords.get(user.toUpperCase(Locale.ROOT));
      if (password == null || !of.equalsIgnoreCase(domain)) {
        return Turn.unknown();
      }
      byte[] key = key(password, user, of);
      byte[] proof = Arrays.copyOf(response, PROOF_BYTES);
      byte[] blob = Arrays.copyOfRange(response, PROOF_BYTES, response.length);
      if (!MessageDigest.isEqual(proof, hmac(key, nonce, blob))) {
        return Turn.unknown();
      }
      requireThat(pair(blob, HAS_MIC).isPresent(), "a sum over all messages");
      byte[] bare = token.clone();
      Arrays.fill(bare, MIC_AT, MIC_AT + 16, (byte) 0);
      byte[] check = hmac(hmac(key, proof), negotiation, challenge, bare);
      requireThat(
          MessageDigest.isEqual(check, Arrays.copyOfRange(token, MIC_AT, MIC_AT + 16)),
          "the right sum over all messages");
      targets.add(new String(pair(blob, TARGET_NAME).orElseThrow(), UTF_16LE));
      return Turn.known(domain + "\\" + user);
    }
  }

  private byte[] challenge(byte[] nonce) {
    byte[] target = domain.getBytes(UTF_16LE);
    byte[] about = about();
    int first = 56;
    Bytes message = new Bytes().all(SIGNATURE).four(2);
    message.two(target.length).two(target.length).four(first).four(FLAGS).all(nonce).number(0, 8);
    message.two(about.length).two(about.length).four(first + target.length).number(0, 8);
    return message.all(target).all(about).bytes();
  }

  /** What the server says of itself, pair by pair, and the time. */
  private byte[] about() {
    Bytes pairs = new Bytes();
    pair(pairs, 2, domain);
    pair(pairs, 1, "STANDIN");
    pair(pairs, 4, domain.toLowerCase(Locale.ROOT) + ".example.com");
    pair(pairs, 3, "standin." + domain.toLowerCase(Locale.ROOT) + ".example.com");
    long seconds = System.currentTimeMillis() / 1000 + EPOCH_SECONDS;
    return pairs.two(7).two(8).number(seconds * 10_000_000, 8).four(0).bytes();
  }

  private static void pair(Bytes pairs, int id, String value) {
    byte[] bytes = value.getBytes(UTF_16LE);
    pairs.two(id).two(bytes.length).all(bytes);
  }

  /** One of the pairs that the client's proof is over. */
  private static Optional<byte[]> pair(byte[] blob, int wanted) {
    ByteBuffer in = Bytes.reading(blob).position(28);
    for (int id = in.getShort(); id != 0; id = in.getShort()) {
      byte[] value = new byte[in.getShort()];
      in.get(value);
      if (id == wanted) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static byte[] field(byte[] message, int at) {
    ByteBuffer in = Bytes.reading(message);
    int from = in.getInt(at + 4);
    return Arrays.copyOfRange(message, from, from + in.getShort(at));
  }

  static byte[] key(String password, String user, String domain) throws GeneralSecurityException {
    byte[] name = (user.toUpperCase(Locale.ROOT) + domain).getBytes(UTF_16LE);
    return hmac(Md4.digest(password.getBytes(UTF_16LE)), name);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacMD5");
    mac.init(new SecretKeySpec(key, "HmacMD5"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static void requireThat(boolean is, String what) {
    if (!is) {
      throw new IllegalStateException("the client did not send " + what);
    }
  }
}
