package dev.penstock.testing.kerberos;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kerby.kerberos.kerb.KrbErrorCode;
import org.apache.kerby.kerberos.kerb.type.KerberosTime;
import org.apache.kerby.kerberos.kerb.type.base.KrbError;
import org.apache.kerby.kerberos.kerb.type.base.NameType;
import org.apache.kerby.kerberos.kerb.type.base.PrincipalName;

/** Answers each question with one error, or none at all. */
public final class FalseKdc implements AutoCloseable {
  private final DatagramSocket socket;
  private final byte[] answer;
  private final AtomicInteger questions = new AtomicInteger();

  private FalseKdc(byte[] answer) throws IOException {
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.answer = answer;
    Thread thread = new Thread(this::serve, "false-kdc-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  public static FalseKdc silent() throws IOException {
    return new FalseKdc(new byte[0]);
  }

  /** Says the same to all, whoever asks. */
  public static FalseKdc refusing(String realm, KrbErrorCode code) throws IOException {
    KrbError error = new KrbError();
    error.setStime(KerberosTime.now());
    error.setSusec(0);
    error.setErrorCode(code);
    error.setRealm(realm);
    error.setSname(new PrincipalName("krbtgt/" + realm, NameType.NT_SRV_INST));
    return new FalseKdc(error.encode());
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How often it was asked. */
  public int questions() {
    return questions.get();
  }

  private void serve() {
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(new byte[65_000], 65_000);
        socket.receive(packet);
        questions.incrementAndGet();
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
