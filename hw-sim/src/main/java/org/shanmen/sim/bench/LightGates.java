package org.shanmen.sim.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.shanmen.protocol.wire.PackedChunk;

/**
 * Gates by the hundred over real TLS connections with certificates of their own, in this process,
 * on one event loop. Not thread-safe.
 */
final class LightGates implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int HANDSHAKE_MILLIS = 120_000;
  private static final int AT_A_TIME = 50;

  /** For all connections of this process. */
  private static final ExecutorService HANDSHAKES =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("handshakes", true));

  private final int port;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<LightGate.State> gates = new ArrayList<>();
  private final List<LightGate> lines = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final Object changed = new Object();

  private LightGates(int port) {
    this.port = port;
  }

  /** Enrols so many gates; none is connected yet. */
  static LightGates enrol(MeasuredCentre centre, String prefix, int count)
      throws IOException, GeneralSecurityException {
    var gates = new LightGates(centre.port());
    for (int i = 1; i <= count; i++) {
      gates.gates.add(new LightGate.State(GateIdentity.enrol(centre, prefix + i)));
    }
    return gates;
  }

  List<LightGate.State> states() {
    return gates;
  }

  LightGate line(int gate) {
    return lines.get(gate);
  }

  /** What each needs for one connection; made ahead, because it is no part of a connection. */
  List<SslContext> contexts() throws IOException {
    var contexts = new ArrayList<SslContext>();
    for (var gate : gates) {
      contexts.add(gate.identity.client());
    }
    return contexts;
  }

  /** Connects all of them at once; returns at once. They take in no snapshots, but confirm them. */
  void connect(List<SslContext> contexts) {
    connect(contexts, chunk -> {});
  }

  /**
   * The same.
   *
   * @param intake of all of them, on their event loop
   */
  void connect(List<SslContext> contexts, Consumer<PackedChunk> intake) {
    forgetConnections();
    for (int i = 0; i < gates.size(); i++) {
      connect(i, contexts.get(i), intake);
    }
  }

  /** Connects some at a time; all are welcomed when this returns. */
  void connectInTurn(List<SslContext> contexts) throws IOException, InterruptedException {
    forgetConnections();
    for (int i = 0; i < gates.size(); i++) {
      connect(i, contexts.get(i), chunk -> {});
      if (lines.size() % AT_A_TIME == 0 || lines.size() == gates.size()) {
        await(gates.subList(0, lines.size()), "its welcome", gate -> gate.welcomed);
      }
    }
  }

  private void forgetConnections() {
    lines.clear();
    channels.clear();
  }

  private void connect(int gate, SslContext context, Consumer<PackedChunk> intake) {
    var state = gates.get(gate);
    state.welcomed = false;
    var line = new LightGate(state, this::tell, intake);
    lines.add(line);
    channels.add(open(loop, port, context, line));
  }

  /**
   * Opens a connection with TLS; its handshake goes on when this returns. What it computes is done
   * beside the event loop: on it, gates that come in would hold up the heartbeats of those that are
   * in, which in a park are other machines.
   */
  static Channel open(
      EventLoopGroup loop, int port, SslContext tls, io.netty.channel.ChannelHandler last) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, HANDSHAKE_MILLIS)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel opened) {
                SslHandler ssl =
                    tls.newHandler(opened.alloc(), GateIdentity.SERVER_NAME, port, HANDSHAKES);
                ssl.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
                opened.pipeline().addLast(ssl, last);
              }
            })
        .connect("127.0.0.1", port)
        .channel();
  }

  /** Cuts all connections, without a word to the centre. */
  void cut() throws IOException, InterruptedException {
    for (int i = 0; i < channels.size(); i++) {
      var pipeline = channels.get(i).pipeline();
      if (pipeline.get(SslHandler.class) == null) {
        throw new IOException("gate %s is gone already".formatted(gates.get(i).identity.code()));
      }
      // Nobody reads what comes in now, and an orderly end would say goodbye in TLS first.
      pipeline.remove(LightGate.class);
      pipeline.remove(SslHandler.class);
    }
    for (var channel : channels) {
      channel.close();
    }
    for (var channel : channels) {
      channel.closeFuture().sync();
    }
  }

  private void tell() {
    synchronized (changed) {
      changed.notifyAll();
    }
  }

  /**
   * Waits until something holds of every gate.
   *
   * @throws IOException if it does not within ten minutes, or a gate was refused
   */
  void await(String what, Predicate<LightGate.State> holds)
      throws IOException, InterruptedException {
    await(gates, what, holds);
  }

  private void await(List<LightGate.State> those, String what, Predicate<LightGate.State> holds)
      throws IOException, InterruptedException {
    long untilNanos = System.nanoTime() + PATIENCE_NANOS;
    int from = 0;
    synchronized (changed) {
      while (true) {
        while (from < those.size() && holds.test(those.get(from))) {
          from++;
        }
        if (from == those.size()) {
          return;
        }
        var late = those.get(from);
        if (!late.trouble.isEmpty() || System.nanoTime() > untilNanos) {
          throw new IOException(
              "gate %s: waited for %s; %s".formatted(late.identity.code(), what, late.trouble));
        }
        changed.wait(TimeUnit.SECONDS.toMillis(1));
      }
    }
  }

  /** Waits until every gate has come in. */
  void awaitWelcomed() throws IOException, InterruptedException {
    await("its welcome", gate -> gate.welcomed);
  }

  /** Waits until every gate has this in force. */
  void awaitVersion(long version) throws IOException, InterruptedException {
    await("whitelist " + version, gate -> gate.version >= version);
  }

  @Override
  public void close() {
    channels.forEach(Channel::close);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
