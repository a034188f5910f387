package org.shanmen.sim.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Connections that say nothing, or a byte now and then. Who is hung up on comes again. One thread.
 */
final class Strangers implements AutoCloseable {
  /** How a TLS handshake and an HTTP request begin; both go on for long. */
  private static final byte[] TLS = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc};

  private static final byte[] HTTP =
      "GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "
          .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final Random random;
  private final List<Stranger> all = new ArrayList<>();
  private int opened;

  Strangers(Random random) {
    this.random = random;
  }

  private final class Stranger {
    private final InetSocketAddress port;
    private final byte[] speech = random.nextBoolean() ? TLS : HTTP;
    private final boolean silent = random.nextInt(3) == 0;
    private SocketChannel channel;
    private int said;

    Stranger(int port) {
      this.port = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void come() {
      said = 0;
      try {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(port);
        opened++;
      } catch (IOException e) {
        channel = null; // not even that; he tries again
      }
    }

    void speak() {
      try {
        if (channel == null || (channel.isConnectionPending() && !channel.finishConnect())) {
          return;
        }
        boolean hungUp = channel.read(ByteBuffer.allocate(512)) < 0;
        if (!hungUp && !silent) {
          byte next = said < speech.length ? speech[said] : (byte) 'x';
          said += channel.write(ByteBuffer.wrap(new byte[] {next}));
        }
        if (hungUp) {
          leave();
          come();
        }
      } catch (IOException hungUp) {
        leave();
        come();
      }
    }

    void leave() {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** So many come to a port. */
  void crowd(int port, int connections) {
    for (int i = 0; i < connections; i++) {
      var stranger = new Stranger(port);
      stranger.come();
      all.add(stranger);
    }
  }

  /** Each that does not keep silent says one byte more. */
  void sayALittle() {
    all.forEach(Stranger::speak);
  }

  /** Connections that were begun so far. */
  int opened() {
    return opened;
  }

  @Override
  public void close() {
    all.forEach(Stranger::leave);
  }
}
