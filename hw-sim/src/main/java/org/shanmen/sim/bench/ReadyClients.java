package org.shanmen.sim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One thread with many connections, each of which waits for messages of one length and answers them
 * at once. Ends when its selector is closed.
 */
final class ReadyClients implements AutoCloseable {
  /** What becomes of a message. */
  @FunctionalInterface
  interface Answer {
    Optional<ByteBuffer> to(ByteBuffer message);
  }

  private final Selector selector = Selector.open();
  private final int messageBytes;
  private final Answer answer;
  private final Consumer<Long> heard;
  private final Thread thread = new Thread(this::run, "ready-clients");

  /**
   * @param heard told of every message, with the time when it was complete, on the own thread
   */
  ReadyClients(int messageBytes, Answer answer, Consumer<Long> heard) throws IOException {
    this.messageBytes = messageBytes;
    this.answer = answer;
    this.heard = heard;
  }

  /** Takes a connection over; before {@link #start}. */
  void add(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(messageBytes));
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        selector.select(this::ready);
      }
    } catch (ClosedSelectorException e) {
      // The end.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    var channel = (SocketChannel) key.channel();
    var buffer = (ByteBuffer) key.attachment();
    try {
      if (channel.read(buffer) < 0) {
        channel.close();
      } else if (!buffer.hasRemaining()) {
        long now = System.nanoTime();
        buffer.flip();
        var reply = answer.to(buffer);
        buffer.clear();
        if (reply.isPresent()) {
          channel.write(reply.get());
        }
        heard.accept(now);
      }
    } catch (ClosedChannelException e) {
      key.cancel(); // it was closed from outside: nothing more is measured
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
