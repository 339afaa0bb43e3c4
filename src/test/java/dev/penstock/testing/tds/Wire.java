package dev.penstock.testing.tds;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Packets of TDS on a pair of streams; a message is one or several of them. */
final class Wire {
  static final int SQL_BATCH = 1;
  static final int RPC = 3;
  static final int ATTENTION = 6;
  static final int FED_AUTH_TOKEN = 8;
  static final int TRANSACTION = 14;
  static final int LOGIN7 = 16;
  static final int WINDOWS = 17;
  static final int PRELOGIN = 18;
  static final int RESPONSE = 4;

  private static final int HEADER_BYTES = 8;
  private static final int PACKET_BYTES = 4096;

  private final DataInputStream in;
  private final OutputStream out;

  Wire(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /** One message of the client. */
  static final class Message {
    static final Message END = new Message(-1, new byte[0]);

    private final int type;
    private final byte[] body;

    private Message(int type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    int type() {
      return type;
    }

    byte[] body() {
      return body.clone();
    }
  }

  Message read() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int type = in.read();
    while (type >= 0) {
      boolean last = (in.readUnsignedByte() & 1) == 1;
      int length = in.readUnsignedShort();
      in.readInt();
      body.write(in.readNBytes(length - HEADER_BYTES));
      if (last) {
        return new Message(type, body.toByteArray());
      }
      type = in.read();
    }
    return Message.END;
  }

  Message read(int wanted) throws IOException {
    Message message = read();
    if (message.type() != wanted) {
      throw new IOException("message " + message.type() + " in place of " + wanted);
    }
    return message;
  }

  /** What the client says from now on, so that a call to stop is seen while rows are sent. */
  BlockingQueue<Message> listen(Runnable attention) {
    BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    Thread listener =
        new Thread(
            () -> {
              try {
                Message message = read();
                while (message.type() >= 0) {
                  if (message.type() == ATTENTION) {
                    attention.run();
                  }
                  messages.add(message);
                  message = read();
                }
              } catch (IOException e) {
                // The client has gone.
              }
              attention.run();
              messages.add(Message.END);
            },
            Thread.currentThread().getName() + "-listener");
    listener.setDaemon(true);
    listener.start();
    return messages;
  }

  /** Where a response goes; its last packet is sent by {@link #end}. */
  final class Response {
    private final byte[] packet = new byte[PACKET_BYTES];
    private int length = HEADER_BYTES;
    private int number = 1;

    void write(byte[] bytes) throws IOException {
      int at = 0;
      while (at < bytes.length) {
        if (length == PACKET_BYTES) {
          send(0);
        }
        int part = Math.min(bytes.length - at, PACKET_BYTES - length);
        System.arraycopy(bytes, at, packet, length, part);
        length += part;
        at += part;
      }
    }

    void end() throws IOException {
      send(1);
      out.flush();
    }

    private void send(int status) throws IOException {
      packet[0] = RESPONSE;
      packet[1] = (byte) status;
      packet[2] = (byte) (length >> 8);
      packet[3] = (byte) length;
      packet[6] = (byte) number++;
      out.write(packet, 0, length);
      length = HEADER_BYTES;
    }
  }

  Response response() {
    return new Response();
  }
}
