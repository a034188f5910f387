package org.shanmen.sim.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The least that can be done to tell many: the same bytes to one socket after the other, an answer
 * of a few bytes from each. No TLS, nothing to keep. One thread sends, one reads the answers, one
 * is all receivers.
 */
final class BareSockets implements AutoCloseable {
  private static final int ANSWER_BYTES = 24;

  private final List<SocketChannel> accepted = new ArrayList<>();
  private final ByteBuffer message;
  private final Arrivals arrivals = new Arrivals();
  private final ReadyClients receivers;
  private final ReadyClients answers;

  BareSockets(int count, byte[] message) throws IOException {
    this.message = ByteBuffer.wrap(message);
    receivers =
        new ReadyClients(
            message.length, heard -> Optional.of(ByteBuffer.allocate(ANSWER_BYTES)), nanos -> {});
    answers = new ReadyClients(ANSWER_BYTES, heard -> Optional.empty(), arrivals::arrived);
    try (var server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
      for (int i = 0; i < count; i++) {
        var receiver = SocketChannel.open(server.getLocalAddress());
        receiver.setOption(StandardSocketOptions.TCP_NODELAY, true);
        receivers.add(receiver);
        var sender = server.accept();
        sender.setOption(StandardSocketOptions.TCP_NODELAY, true);
        answers.add(sender);
        accepted.add(sender);
      }
    }
    receivers.start();
    answers.start();
  }

  /** Tells all of them; returns when all have answered. */
  void send(Histogram nanos) throws IOException, InterruptedException {
    arrivals.begin(accepted.size(), nanos);
    for (var channel : accepted) {
      channel.write(message.duplicate());
    }
    arrivals.awaitAll();
  }

  @Override
  public void close() throws IOException {
    receivers.close();
    answers.close();
  }
}
