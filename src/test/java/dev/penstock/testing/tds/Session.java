package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.penstock.testing.tds.Wire.Message;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that has signed in, with a connection to H2 of its own. */
final class Session implements AutoCloseable {
  private static final Pattern VARIABLE = Pattern.compile("@\\w+");

  private final TdsServer server;
  private final Login login;
  private final Socket socket;
  private final Wire wire;
  private final Connection h2;
  private final int id;
  private final Map<Integer, Parameters> prepared = new HashMap<>();
  private volatile boolean stopped;
  private volatile Statement running;
  private volatile long transactionId;
  private volatile long firstRowversion = Long.MAX_VALUE;
  private byte[] context = new byte[0];
  private boolean implicit;
  private boolean failed;

  Session(TdsServer server, Login login, Socket socket, Wire wire) throws SQLException {
    this.server = server;
    this.login = login;
    this.socket = socket;
    this.wire = wire;
    this.h2 = server.h2(login);
    this.id = Functions.register(h2, this);
  }

  TdsServer server() {
    return server;
  }

  Login login() {
    return login;
  }

  Connection h2() {
    return h2;
  }

  int id() {
    return id;
  }

  byte[] context() {
    return context;
  }

  void context(byte[] bytes) {
    context = bytes;
  }

  long transactionId() {
    return transactionId;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Waits for so long, or until the client calls back what runs. */
  synchronized boolean isStoppedWithin(int millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!stopped && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return stopped;
  }

  void running(Statement statement) {
    running = statement;
  }

  long nextRowversion() {
    long next = server.nextRowversion();
    firstRowversion = Math.min(firstRowversion, next);
    return next;
  }

  /** The least row version that an open transaction of this session has given away. */
  long firstRowversion() {
    return firstRowversion;
  }

  void implicit(boolean on) throws SQLException {
    implicit = on;
    h2.setAutoCommit(!on);
    transactionId = 0;
  }

  /** A statement that reads or writes begins a transaction, where none has. */
  void begin() {
    if (implicit && transactionId == 0) {
      transactionId = server.nextTransaction();
    }
  }

  void autoCommitted() {
    if (!implicit) {
      firstRowversion = Long.MAX_VALUE;
    }
  }

  void end(String how) throws SQLException {
    if (how.equalsIgnoreCase("commit")) {
      h2.commit();
    } else {
      h2.rollback();
    }
    transactionId = 0;
    firstRowversion = Long.MAX_VALUE;
  }

  /** Answers until the client goes. */
  void serve() throws IOException {
    BlockingQueue<Message> messages = wire.listen(this::stop);
    try {
      Message message = messages.take();
      while (message.type() >= 0) {
        answer(message);
        message = messages.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    try {
      Statement statement = running;
      if (statement != null) {
        statement.cancel();
      }
    } catch (SQLException e) {
      // It has ended by itself.
    }
  }

  /** As an administrator does it with KILL. */
  void kill() throws IOException {
    // First, lest the rows seem to end by themselves.
    socket.close();
    stop();
  }

  private void answer(Message message) throws IOException {
    Wire.Response response = wire.response();
    failed = false;
    switch (message.type()) {
      case Wire.SQL_BATCH -> {
        ByteBuffer in = Bytes.reading(message.body());
        in.position(in.getInt(0));
        run(new String(rest(in), UTF_16LE), Map.of(), response, Tokens.DONE);
      }
      case Wire.RPC -> call(Parameters.read(message.body()), response);
      case Wire.ATTENTION -> {
        stopped = false;
        server.sawAttention();
        response.write(Tokens.done(Tokens.DONE, Tokens.STOPPED, 0));
      }
      default -> {
        response.write(
            Tokens.error(new SqlError(7, "message " + message.type() + " is not known")));
        response.write(Tokens.done(Tokens.DONE, Tokens.FAILED, 0));
      }
    }
    response.end();
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }

  private void run(
      String sql, Map<String, Parameters.Parameter> values, Wire.Response response, int done)
      throws IOException {
    failed |= !new Batch(this, response, done).run(sql, values);
  }

  private void call(Parameters call, Wire.Response response) throws IOException {
    switch (call.procedure().toLowerCase(java.util.Locale.ROOT)) {
      case "sp_executesql" -> execute(call, 0, response);
      case "sp_prepexec" -> {
        prepared.put(prepared.size() + 1, call);
        execute(call, 1, response);
        response.write(handle(prepared.size()));
      }
      case "sp_prepare" -> {
        prepared.put(prepared.size() + 1, call);
        response.write(handle(prepared.size()));
      }
      case "sp_execute" -> {
        Parameters then = prepared.get((Integer) call.value(0));
        List<Parameters.Parameter> now = new ArrayList<>(then.list().subList(0, 3));
        now.addAll(call.list().subList(1, call.list().size()));
        execute(new Parameters(then.procedure(), now), 1, response);
      }
      case "sp_unprepare" -> prepared.get((Integer) call.value(0));
      default -> failed |= !new Procedures(this, response).call(call);
    }
    int status = failed ? Tokens.FAILED : 0;
    response.write(new Bytes().one(0x79).four(0).bytes());
    response.write(Tokens.done(Tokens.DONE_PROC, status, 0));
  }

  /** In a call that prepares, the declaration stands before the statement. */
  private void execute(Parameters call, int first, Wire.Response response) throws IOException {
    String sql = (String) call.value(first == 0 ? 0 : 2);
    int declared = 1;
    Map<String, Parameters.Parameter> values = new LinkedHashMap<>();
    if (call.list().size() > 1 && call.value(declared) instanceof String declaration) {
      int at = first == 0 ? 2 : 3;
      Matcher names = VARIABLE.matcher(declaration);
      while (names.find() && at < call.list().size()) {
        values.put(names.group(), call.list().get(at++));
      }
    }
    run(sql, values, response, Tokens.DONE_IN_PROC);
  }

  private static byte[] handle(int number) {
    Bytes bytes = new Bytes().one(0xAC).two(0).shortText("").one(1).four(0).two(0);
    return bytes.one(0x26).one(4).one(4).four(number).bytes();
  }

  @Override
  public void close() throws SQLException {
    Functions.forget(id);
    h2.close();
  }
}
