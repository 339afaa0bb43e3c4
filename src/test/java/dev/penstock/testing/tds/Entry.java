package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The way in: TLS, the first words of both sides, and the login. */
final class Entry {
  private static final byte ENCRYPTED = 1;
  private static final byte NOT_SUPPORTED = 2;
  private static final int FED_AUTH_OPTION = 6;
  private static final int ENCRYPTION_OPTION = 1;

  /** What a server says of one who knows no password, or comes from a domain that it knows not. */
  private static final String UNTRUSTED =
      "Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.";

  private final TdsServer server;
  private final Door door;

  Entry(TdsServer server, Door door) {
    this.server = server;
    this.door = door;
  }

  /** Who has come in, and how to talk to them. */
  record Guest(Login login, Wire wire) {}

  Optional<Guest> receive(Socket socket, List<Login> logins) throws IOException {
    Wire wire = wire(socket);
    byte[] words = wire.read(Wire.LOGIN7).body();
    Login said = Login.read(words);
    logins.add(said);
    Optional<WindowsSignIn.Turn> last =
        said.windows() ? Optional.of(windows(wire, Login.firstWords(words))) : Optional.empty();
    Optional<String> name = last.flatMap(turn -> turn.end().orElseThrow().user());
    Login login = name.map(said::as).orElse(said);
    Wire.Response response = wire.response();
    Optional<Faults.Address> route = server.faults().routing();
    Optional<SqlError> refusal = route.isPresent() ? Optional.empty() : refusal(login, wire);
    if (refusal.isPresent()) {
      response.write(Tokens.error(refusal.get()));
      response.write(Tokens.done(Tokens.DONE, Tokens.FAILED, 0));
      response.end();
      return Optional.empty();
    }
    Optional<Bytes> proof = last.flatMap(WindowsSignIn.Turn::answer);
    if (proof.isPresent()) {
      response.write(Tokens.windows(proof.get().bytes()));
    }
    response.write(Tokens.changed(1, login.database(), "master"));
    response.write(Tokens.info(5701, "Changed database context to '" + login.database() + "'."));
    response.write(Tokens.collation());
    response.write(Tokens.changed(4, "4096", "4096"));
    response.write(Tokens.loginAck());
    if (login.token().isPresent() || login.asksForToken()) {
      response.write(Tokens.federatedAck());
    }
    if (route.isPresent()) {
      response.write(Tokens.routing(route.get().host(), route.get().port()));
    }
    response.write(Tokens.done(Tokens.DONE, 0, 0));
    response.end();
    return route.isPresent() ? Optional.empty() : Optional.of(new Guest(login, wire));
  }

  /** Asks on until it is known who the client is, or that it cannot be known. */
  private WindowsSignIn.Turn windows(Wire wire, byte[] firstWords) throws IOException {
    WindowsSignIn.Talk talk = server.windows().orElseThrow().begin();
    WindowsSignIn.Turn turn = talk.answer(firstWords);
    while (turn.end().isEmpty()) {
      Wire.Response question = wire.response();
      question.write(Tokens.windows(turn.answer().orElseThrow().bytes()));
      question.end();
      turn = talk.answer(wire.read(Wire.WINDOWS).body());
    }
    return turn;
  }

  private Wire wire(Socket socket) throws IOException {
    if (door.kind() == Door.Kind.STRICT) {
      SSLSocket tls = tls(door.tls().orElseThrow(), socket);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"tds/8.0"});
      tls.setSSLParameters(parameters);
      Wire wire = new Wire(tls.getInputStream(), tls.getOutputStream());
      greet(wire, NOT_SUPPORTED);
      return wire;
    }
    Wire wire = new Wire(socket.getInputStream(), socket.getOutputStream());
    if (door.kind() == Door.Kind.OPEN) {
      greet(wire, NOT_SUPPORTED);
      return wire;
    }
    greet(wire, ENCRYPTED);
    WrappedSocket wrapped = new WrappedSocket(socket);
    SSLSocket tls = tls(door.tls().orElseThrow(), wrapped);
    // Later versions say more after both sides have changed over to unwrapped records.
    tls.setEnabledProtocols(new String[] {"TLSv1.2"});
    tls.startHandshake();
    wrapped.unwrap();
    return new Wire(tls.getInputStream(), tls.getOutputStream());
  }

  private static SSLSocket tls(SSLContext context, Socket socket) throws IOException {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
    tls.setUseClientMode(false);
    return tls;
  }

  private static void greet(Wire wire, byte encryption) throws IOException {
    byte[] asked = wire.read(Wire.PRELOGIN).body();
    boolean token = offers(asked, FED_AUTH_OPTION);
    Bytes answer = new Bytes();
    int options = token ? 3 : 2;
    int first = 5 * options + 1;
    option(answer, 0, first, 6);
    option(answer, ENCRYPTION_OPTION, first + 6, 1);
    if (token) {
      option(answer, FED_AUTH_OPTION, first + 7, 1);
    }
    answer.one(0xFF).all(new byte[] {16, 0, 0x10, 0, 0, 0}).one(encryption);
    if (token) {
      answer.one(1);
    }
    Wire.Response response = wire.response();
    response.write(answer.bytes());
    response.end();
  }

  private static void option(Bytes answer, int option, int offset, int length) {
    answer.one(option).one(offset >> 8).one(offset).one(length >> 8).one(length);
  }

  private static boolean offers(byte[] asked, int option) {
    for (int at = 0; asked[at] != (byte) 0xFF; at += 5) {
      if (asked[at] == option) {
        return true;
      }
    }
    return false;
  }

  private Optional<SqlError> refusal(Login login, Wire wire) throws IOException {
    Optional<SqlError> fault = server.faults().login();
    if (fault.isPresent()) {
      return fault;
    }
    if (login.windows() && login.user().isEmpty()) {
      return Optional.of(new SqlError(18452, 14, UNTRUSTED));
    }
    boolean known =
        login.windows()
            ? server.password(login.user()).isPresent()
            : token(login, wire).map(TdsServer.TOKEN::equals).orElseGet(() -> password(login));
    if (!known) {
      return Optional.of(new SqlError(18456, 14, "Login failed for user '" + login.user() + "'."));
    }
    return login.database().equalsIgnoreCase(TdsServer.DATABASE)
        ? Optional.empty()
        : Optional.of(
            new SqlError(
                4060,
                11,
                "Cannot open database \"%s\" requested by the login. The login failed."
                    .formatted(login.database())));
  }

  private boolean password(Login login) {
    return server.password(login.user()).filter(login.password()::equals).isPresent();
  }

  private static Optional<String> token(Login login, Wire wire) throws IOException {
    if (!login.asksForToken()) {
      return login.token();
    }
    Wire.Response question = wire.response();
    question.write(
        Tokens.federatedInfo("https://login.windows.net/tenant", "https://database.windows.net/"));
    question.end();
    byte[] answer = wire.read(Wire.FED_AUTH_TOKEN).body();
    return Optional.of(new String(answer, 8, answer.length - 8, UTF_16LE));
  }
}
