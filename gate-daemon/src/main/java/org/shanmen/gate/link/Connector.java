package org.shanmen.gate.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.RevocationWord;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Revocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects, with or without an identity, and connects again after a pause. All state belongs to its
 * event loop; what others may ask is volatile.
 */
final class Connector implements Session.Owner, Enrolment.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private final LinkSettings settings;
  private final Session.Surroundings around;
  private final Runnable onUp;
  private final ReconnectPause pause;

  /**
   * Made when there is something to connect: Netty takes a while to load, and the lane goes first.
   */
  private volatile Optional<EventLoopGroup> group = Optional.empty();

  private Optional<Identity> identity = Optional.empty();
  private Optional<EnrolmentCode> codeToTry = Optional.empty();
  private Optional<Channel> channel = Optional.empty();
  private long upSinceNanos;
  private boolean attemptOver = true;
  private String lastTrouble = "";
  private boolean closed;
  private volatile Optional<Session> session = Optional.empty();
  private volatile long acknowledged;

  /**
   * @param onUp called on the event loop whenever the link came up
   */
  Connector(
      LinkSettings settings, Session.Surroundings around, ReconnectPause pause, Runnable onUp) {
    this.settings = settings;
    this.around = around;
    this.pause = pause;
    this.onUp = onUp;
  }

  /**
   * One of identity and code is there; a code that the identity was not made with is tried first.
   */
  void start(Optional<Identity> known, Optional<EnrolmentCode> code) {
    group =
        Optional.of(
            new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("centre-link", true), NioIoHandler.newFactory()));
    execute(
        () -> {
          identity = known;
          codeToTry =
              code.filter(c -> known.map(id -> !id.enrolledWith().equals(c.mark())).orElse(true));
          connect();
        });
  }

  /** Once started. */
  void execute(Runnable task) {
    loop().execute(task);
  }

  private EventLoopGroup loop() {
    return group.orElseThrow();
  }

  /** The session that was greeted, while it lasts. */
  Optional<Session> session() {
    return session;
  }

  long acknowledged() {
    return acknowledged;
  }

  private void connect() {
    if (closed) {
      return;
    }
    attemptOver = false;
    try {
      if (codeToTry.isPresent()) {
        var code = codeToTry.get();
        LOG.info("Enrolling at {}:{} with code {}", settings.host(), settings.port(), code);
        var enrolment = new Enrolment(code, settings.identityDirectory(), this);
        open(Trust.enrolling(code), enrolment, enrolment::ask);
      } else {
        var renewal = new Renewal(identity.orElseThrow(), settings.identityDirectory());
        var next = new Session(around, renewal, this);
        open(Trust.enrolled(identity.orElseThrow()), next, next::greet);
      }
    } catch (SSLException | RuntimeException e) {
      // Whatever it was: a link that gives up would need somebody to go to the gate.
      LOG.debug("No connection was begun", e);
      failed("TLS cannot be set up: " + e);
    }
  }

  private void open(
      SslContext tls, SimpleChannelInboundHandler<Decoded<Envelope>> last, Runnable whenSecure) {
    var initializer =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel opened) {
            var ssl = tls.newHandler(opened.alloc(), Trust.SERVER_NAME, settings.port());
            ssl.setHandshakeTimeoutMillis(Limits.CONNECT_MILLIS);
            opened.pipeline().addLast(ssl, new EnvelopeCodec(), new UntilSecure(whenSecure), last);
          }
        };
    new Bootstrap()
        .group(loop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Limits.CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .handler(initializer)
        .connect(settings.host(), settings.port())
        .addListener((ChannelFuture connected) -> onConnected(connected));
  }

  private void onConnected(ChannelFuture connected) {
    if (!connected.isSuccess()) {
      failed(String.valueOf(connected.cause().getMessage()));
    } else if (closed) {
      connected.channel().close();
    } else {
      channel = Optional.of(connected.channel());
    }
  }

  /** The attempt or the connection is over: another one follows. */
  private void failed(String why) {
    if (attemptOver || closed) {
      return;
    }
    attemptOver = true;
    channel = Optional.empty();
    if (identity.isEmpty() && codeToTry.isEmpty()) {
      LOG.error("No link to the centre: this gate is not enrolled any more");
      return;
    }
    long millis = pause.nextMillis();
    if (!why.equals(lastTrouble)) {
      LOG.warn("No link to the centre ({}); trying again, for ever", why);
      lastTrouble = why;
    }
    loop().schedule(this::connect, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void enrolmentEnded(Enrolment.Outcome outcome) {
    if (outcome instanceof Enrolment.Outcome.Enrolled enrolled) {
      LOG.info("Enrolled as {}", enrolled.identity());
      identity = Optional.of(enrolled.identity());
      codeToTry = Optional.empty();
      pause.reset();
      failed("enrolled, connecting anew");
    } else if (outcome instanceof Enrolment.Outcome.Refused refused) {
      LOG.error(
          "The centre refuses the enrolment code: {}. Make a new code in the console, put it into"
              + " centre.enrolment-code and restart the daemon",
          refused.why());
      if (identity.isPresent()) {
        codeToTry = Optional.empty();
      } else {
        pause.longest();
      }
      failed("enrolment refused");
    } else if (outcome instanceof Enrolment.Outcome.Failed broken) {
      failed("enrolment: " + broken.why());
    }
  }

  @Override
  public void up(Session greeted) {
    LOG.info("Linked to the centre at {}:{}", settings.host(), settings.port());
    lastTrouble = "";
    upSinceNanos = System.nanoTime();
    session = Optional.of(greeted);
    around.listener().onLink(true);
    onUp.run();
  }

  @Override
  public void ended(Session over, Optional<Refusal> refusal, boolean wasUp) {
    if (wasUp) {
      session = Optional.empty();
      around.listener().onLink(false);
      long upMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - upSinceNanos);
      if (upMillis >= Limits.LINK_STABLE_MILLIS) {
        pause.reset();
      }
    }
    refusal.ifPresent(this::heed);
    failed(refusal.map(Refusal::getText).orElse(wasUp ? "connection lost" : "not greeted"));
  }

  private void heed(Refusal refusal) {
    switch (refusal.getCause()) {
      case REVOKED_GATE -> revoked(refusal);
      case CERTIFICATE_REFUSED -> {
        LOG.error(
            "The centre refuses this gate's certificate: {}. Make an enrolment code in the console,"
                + " put it into centre.enrolment-code and restart the daemon",
            refusal.getText());
        pause.longest();
      }
      case PROTOCOL_VERSION -> {
        LOG.error("Update this gate or the centre: {}", refusal.getText());
        pause.longest();
      }
      case SUPERSEDED -> {
        LOG.error(
            "Another daemon poses as this gate: {}. Is the same identity in use twice?",
            refusal.getText());
        pause.longest();
      }
      default -> LOG.debug("Refusal {}", refusal.getCause());
    }
  }

  @Override
  public void renewed(Identity next) {
    identity = Optional.of(next);
  }

  /** Nobody connects any more, and the lane has everything forgotten, if the park says so. */
  private void revoked(Refusal refusal) {
    var mine = identity.orElseThrow();
    var word =
        RevocationWord.check(
            refusal.getRevocation().toByteArray(),
            refusal.getRevocationSignature().toByteArray(),
            mine.authority().getPublicKey());
    boolean aboutMe =
        word instanceof Decoded.Ok<Revocation> ok
            && ok.value().getGate().equals(settings.gateId())
            && ok.value().getSerial().equals(mine.certificate().getSerialNumber().toString(16));
    if (!aboutMe) {
      LOG.error("Somebody says that this gate was revoked, and cannot prove it: {}", word);
      pause.longest();
      return;
    }
    LOG.error(
        "The park has revoked this gate: it forgets its rights. To use it again make an enrolment"
            + " code in the console, put it into centre.enrolment-code and restart the daemon");
    identity = Optional.empty();
    around.listener().onRevoked();
  }

  @Override
  public void acknowledged(long sequence) {
    acknowledged = sequence;
  }

  /** Returns when the event loop has ended. */
  void close() {
    group.ifPresent(this::close);
  }

  private void close(EventLoopGroup started) {
    started.execute(
        () -> {
          closed = true;
          session.ifPresent(Session::close);
          channel.ifPresent(Channel::close);
        });
    started
        .shutdownGracefully(0, Limits.CONNECT_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }

  /** Starts the conversation when TLS stands, and tells why when it does not. */
  private static final class UntilSecure extends ChannelInboundHandlerAdapter {
    private final Runnable whenSecure;

    UntilSecure(Runnable whenSecure) {
      this.whenSecure = whenSecure;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
        whenSecure.run();
      } else {
        // A failed handshake comes as an exception too, and that says why.
        context.fireUserEventTriggered(event);
      }
    }
  }
}
