package dev.penstock.testing.tds;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A socket on which each message of TLS is inside a packet of TDS, until that is over. */
final class WrappedSocket extends Socket {
  private static final int HEADER_BYTES = 8;
  private static final int MOST = 4096 - HEADER_BYTES;

  private final Socket socket;
  private volatile boolean wrapped = true;

  WrappedSocket(Socket socket) {
    this.socket = socket;
  }

  void unwrap() {
    wrapped = false;
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
        for (int at = 0; at < length; at += MOST) {
          int part = Math.min(MOST, length - at);
          int size = part + HEADER_BYTES;
          byte[] header = {Wire.PRELOGIN, 1, (byte) (size >> 8), (byte) size, 0, 0, 0, 0};
          byte[] packet = java.util.Arrays.copyOf(header, size);
          System.arraycopy(bytes, from + at, packet, HEADER_BYTES, part);
          out.write(packet);
        }
        out.flush();
      }
    };
  }
}
