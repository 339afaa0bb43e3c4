package dev.penstock.testing.tds;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/**
 * A socket on which TLS is inside packets of TDS, until that is over. All that is said before the
 * other side is listened to again is one message.
 */
final class WrappedSocket extends Socket {
  private static final int HEADER_BYTES = 8;
  private static final int MOST = 4096 - HEADER_BYTES;

  private final Socket socket;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private volatile boolean wrapped = true;

  WrappedSocket(Socket socket) {
    this.socket = socket;
  }

  void unwrap() throws IOException {
    send();
    wrapped = false;
  }

  private synchronized void send() throws IOException {
    byte[] all = said.toByteArray();
    said.reset();
    OutputStream out = socket.getOutputStream();
    for (int at = 0; at < all.length; at += MOST) {
      int part = Math.min(MOST, all.length - at);
      int size = part + HEADER_BYTES;
      byte last = (byte) (at + part == all.length ? 1 : 0);
      byte[] header = {Wire.PRELOGIN, last, (byte) (size >> 8), (byte) size, 0, 0, 0, 0};
      byte[] packet = Arrays.copyOf(header, size);
      System.arraycopy(all, at, packet, HEADER_BYTES, part);
      out.write(packet);
    }
    out.flush();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public synchronized void close() throws IOException {
    socket.close();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    return new InputStream() {
      private ByteArrayInputStream packet = new ByteArrayInputStream(new byte[0]);

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        if (packet.available() > 0) {
          return packet.read(bytes, from, length);
        }
        if (!wrapped) {
          return in.read(bytes, from, length);
        }
        send();
        if (in.read() < 0) {
          return -1;
        }
        in.readByte();
        int size = in.readUnsignedShort();
        in.readInt();
        packet = new ByteArrayInputStream(in.readNBytes(size - HEADER_BYTES));
        return packet.read(bytes, from, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    OutputStream out = socket.getOutputStream();
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (!wrapped) {
          out.write(bytes, from, length);
          return;
        }
        synchronized (WrappedSocket.this) {
          said.write(bytes, from, length);
        }
      }
    };
  }
}
