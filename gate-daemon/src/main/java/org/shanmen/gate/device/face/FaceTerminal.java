package org.shanmen.gate.device.face;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Inbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes {@code POST /hikvision} from a face terminal. One thread, bounded bodies, bounded
 * connections. An address that cannot be listened at is told as {@code DeviceHealth} of {@code
 * face} and tried again for ever.
 */
public final class FaceTerminal implements Closeable {
  /** An event is about 1 KiB. Pictures do not fit: switch their upload off in the terminal. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** A gate has a terminal a side; the rest is for connections that were not closed in order. */
  static final int MAX_CONNECTIONS = 16;

  private static final Logger log = LoggerFactory.getLogger(FaceTerminal.class);
  private static final int IDLE_SECONDS = 60;
  private static final long FIRST_RETRY_MILLIS = 250;
  private static final long LONGEST_RETRY_MILLIS = 5_000;

  private final FaceSettings settings;
  private final Inbox inbox;
  private final Counts counts;
  private final Health health;
  private final Recognitions recognitions = new Recognitions();
  private final Backoff backoff =
      new Backoff(FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, new SplittableRandom());
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("face", true), NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile Channel server;

  private FaceTerminal(FaceSettings settings, Inbox inbox, Counts counts) {
    this.settings = settings;
    this.inbox = inbox;
    this.counts = counts;
    this.health = new Health("face", inbox);
  }

  /** Listens before it returns, if it can. */
  public static FaceTerminal open(FaceSettings settings, Inbox inbox, Counts counts) {
    FaceTerminal terminal = new FaceTerminal(settings, inbox, counts);
    terminal.bind().awaitUninterruptibly();
    return terminal;
  }

  /** Where it listens, with the port that was chosen if port 0 was asked for. */
  InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private ChannelFuture bind() {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel);
                  }
                })
            .bind(settings.listen());
    server = bound.channel();
    return bound.addListener((ChannelFuture done) -> listening(done));
  }

  private void listening(ChannelFuture bound) {
    if (bound.isSuccess()) {
      backoff.reset();
      health.well();
      log.info("face: listening at {}{}", bound.channel().localAddress(), EventHandler.PATH);
    } else {
      health.failing(
          "cannot listen at "
              + settings.listen()
              + " (face.listen): "
              + bound.cause().getMessage());
      if (!loop.isShuttingDown()) {
        var unused = loop.schedule(this::bind, backoff.nextMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void accept(SocketChannel channel) {
    if (connections.size() >= MAX_CONNECTIONS) {
      counts.dropped("face.crowded", "more than " + MAX_CONNECTIONS + " connections");
      channel.close();
      return;
    }
    connections.add(channel);
    channel
        .pipeline()
        .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES, true))
        .addLast(new EventHandler(recognitions, inbox, counts));
  }
}
