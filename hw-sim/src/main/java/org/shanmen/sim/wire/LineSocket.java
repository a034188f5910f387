package org.shanmen.sim.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/** Lines over one connection. One thread may read while another writes. */
final class LineSocket implements Closeable {
  private final SocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(4096).flip();
  private final StringBuilder partial = new StringBuilder();

  LineSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the next line.
   *
   * @throws EOFException when the other end is gone
   * @throws IOException also when what comes is no line of ours
   */
  WireLine read() throws IOException {
    while (true) {
      while (received.hasRemaining()) {
        char c = (char) (received.get() & 0xff);
        if (c == '\n') {
          String text = partial.toString();
          partial.setLength(0);
          return WireLine.parse(text)
              .orElseThrow(
                  () ->
                      new IOException(
                          "expected \"in PIN 0|1\", \"out PIN 0|1\" or \"ready\", got \""
                              + text
                              + "\""));
        }
        partial.append(c);
        if (partial.length() > WireLine.MAX_LENGTH) {
          throw new IOException("a line of more than " + WireLine.MAX_LENGTH + " characters");
        }
      }
      received.clear();
      int count = channel.read(received);
      received.flip();
      if (count < 0) {
        throw new EOFException("the other end is gone");
      }
    }
  }

  /** Sends lines in one piece. */
  void write(Collection<? extends WireLine> lines) throws IOException {
    String text = lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
