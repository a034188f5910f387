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
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Inbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of face terminals, as {@link FaceKind} tells. One thread, bounded bodies,
 * bounded connections, bounded time for each request. An address that cannot be listened at is told
 * as {@code DeviceHealth} of {@code face} and tried again for ever; a terminal that is silent for
 * too long as that of its own name.
 */
public final class FaceTerminal implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(FaceTerminal.class);
  private static final int IDLE_SECONDS = 60;
  private static final long WATCH_MILLIS = 200;
  private static final long FIRST_RETRY_MILLIS = 250;
  private static final long LONGEST_RETRY_MILLIS = 5_000;

  private final FaceSettings settings;
  private final Counts counts;
  private final Health health;
  private final Presenter presenter;
  private final Clock clock;
  private final Backoff backoff =
      new Backoff(FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, new SplittableRandom());
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("face", true), NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile Channel server;

  /** By the terminals' names in signals. */
  private final Map<String, Health> healths = new HashMap<>();

  /** The loop's own. */
  private final SilentTerminals silent;

  private FaceTerminal(FaceSettings settings, Inbox inbox, Counts counts, Clock clock) {
    this.settings = settings;
    this.counts = counts;
    this.clock = clock;
    this.presenter =
        new Presenter(
            new Recognitions(Duration.ofSeconds(settings.maxAgeSeconds()), clock.instant()),
            inbox,
            counts);
    this.health = new Health(Sender.UNNAMED, inbox);
    if (settings.terminals().isEmpty()) {
      healths.put(Sender.UNNAMED, health);
    }
    for (TerminalSettings terminal : settings.terminals()) {
      healths.put(terminal.reader(), new Health(terminal.reader(), inbox));
    }
    this.silent =
        new SilentTerminals(
            healths.keySet(),
            settings.missedAfterSeconds().stream()
                .mapToLong(TimeUnit.SECONDS::toNanos)
                .findFirst()
                .orElse(Long.MAX_VALUE),
            System.nanoTime());
  }

  /** Listens before it returns, if it can. */
  public static FaceTerminal open(FaceSettings settings, Inbox inbox, Counts counts) {
    return open(settings, inbox, counts, Clock.systemDefaultZone());
  }

  /**
   * @param clock what events' times are compared with, and the zone of those without an offset
   */
  static FaceTerminal open(FaceSettings settings, Inbox inbox, Counts counts, Clock clock) {
    FaceTerminal terminal = new FaceTerminal(settings, inbox, counts, clock);
    terminal.bind().awaitUninterruptibly();
    if (settings.missedAfterSeconds().isPresent()) {
      var unused =
          terminal.loop.scheduleWithFixedDelay(
              terminal::missTheSilent, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }
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
      log.info("face: listening at {}", bound.channel().localAddress());
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

  private void missTheSilent() {
    for (String reader : silent.silent(System.nanoTime())) {
      healths
          .get(reader)
          .failing(
              "said nothing for %d s (face.missed-after-seconds); is it powered, and is the gate's address set?"
                  .formatted(settings.missedAfterSeconds().orElseThrow()));
    }
  }

  private void heard(String reader) {
    if (silent.heard(reader, System.nanoTime())) {
      healths.get(reader).well();
    }
  }

  private void accept(SocketChannel channel) {
    if (connections.size() >= Limits.FACE_CONNECTIONS) {
      counts.dropped("face.crowded", "more than " + Limits.FACE_CONNECTIONS + " connections");
      channel.close();
      return;
    }
    connections.add(channel);
    channel
        .pipeline()
        .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
        .addLast(new RequestDeadline(counts))
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(Limits.FACE_BODY_BYTES, true))
        .addLast(new EventHandler(settings, presenter, counts, clock, this::heard));
  }
}
