package org.shanmen.central.gatelink;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its end.
 *
 * <pre>
 * FRESH --Enrol--> ANSWERING --Enrolled--> CLOSING
 * FRESH --Hello--> ANSWERING --Welcome--> LINKED: messages are the {@link LinkedGate}'s
 * any --anything that does not belong there--> Refusal, CLOSING
 * </pre>
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class GateSession implements GateLine {
  private static final Logger log = LoggerFactory.getLogger(GateSession.class);

  private enum Stage {
    FRESH,
    ANSWERING,
    LINKED,
    CLOSING
  }

  private final NetSocket socket;
  private final GateLink link;
  private final Optional<X509Certificate> certificate;
  private final FrameReader reader = new FrameReader();
  private final FrameWriter writer = new FrameWriter();
  private final Queue<Envelope> held = new ArrayDeque<>();
  private final String address;
  private Stage stage = Stage.FRESH;
  private String name;

  /** The gate at the other end; null before it was greeted. */
  private LinkedGate gate;

  private boolean listens = true;

  /** When it opened and was last heard, by {@link ListeningTime}. */
  private final long openedNanos;

  private long heardNanos;

  GateSession(NetSocket socket, GateLink link, Optional<X509Certificate> certificate) {
    this.socket = socket;
    this.link = link;
    this.certificate = certificate;
    this.address = socket.remoteAddress().hostAddress();
    this.name = "gate at " + address;
    this.openedNanos = link.listening().nanos();
    this.heardNanos = openedNanos;
    socket.setWriteQueueMaxSize(Limits.WRITE_QUEUE_BYTES);
  }

  /** Takes what has arrived. */
  void received(Buffer bytes) {
    if (stage == Stage.CLOSING) {
      return;
    }
    heardNanos = link.listening().nanos();
    for (var decoded : reader.feed(bytes.getBytes())) {
      if (decoded instanceof Decoded.Malformed<Envelope> malformed) {
        refuse(Refusal.Cause.BAD_FRAME, malformed.why());
      } else if (decoded instanceof Decoded.Ok<Envelope> ok && stage != Stage.CLOSING) {
        message(ok.value());
      }
    }
  }

  /** The connection is gone. */
  void closed() {
    stage = Stage.CLOSING;
    if (gate != null) {
      gate.end();
    }
    link.ended(this);
    if (gate != null) {
      log.info("{}: disconnected", name);
    }
  }

  /** Ends a connection that is late with its greeting, its heartbeats or its confirmation. */
  void checkDeadlines() {
    long silentMillis = listens ? link.listening().millisSince(heardNanos) : 0;
    long openMillis = link.listening().millisSince(openedNanos);
    if (stage == Stage.FRESH && openMillis > link.settings().greetingMillis()) {
      refuse(Refusal.Cause.OUT_OF_ORDER, "no Hello within the time for it");
    } else if (stage == Stage.LINKED && silentMillis > link.settings().silenceMillis()) {
      refuse(Refusal.Cause.CAUSE_UNSPECIFIED, "nothing was heard for " + silentMillis + " ms");
    } else if (stage == Stage.LINKED) {
      gate.checkDeadline();
    }
  }

  /** Whether the gate was told of these keys and this lane, or will be when it is greeted. */
  boolean knows(TicketKeys keys, LaneBook lanes, Instant now) {
    return stage != Stage.LINKED || gate.knows(keys, lanes, now);
  }

  /** Has the gate come again, because what it was told at its greeting is so no more. */
  void greetAnew() {
    refuse(
        Refusal.Cause.CAUSE_UNSPECIFIED,
        "the keys of ticket codes or the lane's settings changed: connect again");
  }

  /** The gate at the other end, if it was greeted and its connection stands. */
  Optional<LinkedGate> linked() {
    return stage == Stage.LINKED ? Optional.of(gate) : Optional.empty();
  }

  /** The gate's number, 0 before it is known. */
  int gate() {
    return gate == null ? 0 : gate.number();
  }

  /** Whether nobody knows who is at the other end: it showed no certificate of the park. */
  boolean unknown() {
    return certificate.isEmpty();
  }

  /** Ends the connection without a word. */
  void drop() {
    stage = Stage.CLOSING;
    link.ended(this);
    socket.close();
  }

  @Override
  public void send(Envelope.Builder message) {
    if (stage != Stage.CLOSING) {
      socket.write(Buffer.buffer(writer.frame(message)));
    }
  }

  @Override
  public boolean full() {
    return socket.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable then) {
    socket.drainHandler(drained -> then.run());
  }

  @Override
  public void listen(boolean on) {
    listens = on;
    if (on) {
      heardNanos = link.listening().nanos();
      socket.resume();
    } else {
      socket.pause();
    }
  }

  @Override
  public boolean ended() {
    return stage == Stage.CLOSING;
  }

  @Override
  public void refuse(Refusal.Cause cause, String why) {
    if (stage == Stage.CLOSING) {
      return;
    }
    log.warn("{}: closing the connection: {} ({})", name, why, cause);
    send(Envelope.newBuilder().setRefusal(Refusal.newBuilder().setCause(cause).setText(why)));
    closeSoon();
  }

  /** The park has taken the gate's certificate back. */
  void revoked() {
    if (stage == Stage.CLOSING) {
      return;
    }
    var shown = certificate.orElseThrow();
    String code = Ca.gateOf(shown);
    log.warn("{}: revoked, closing the connection", name);
    send(
        Envelope.newBuilder()
            .setRefusal(
                link.ca().revocation(code, Ca.serial(shown), "gate " + code + " was revoked")));
    closeSoon();
  }

  /** Of the certificate that the peer has shown. */
  String serial() {
    return Ca.serial(certificate.orElseThrow());
  }

  /** What has become of that certificate. */
  void standing(Enrolments.Standing now) {
    switch (now) {
      case REVOKED -> revoked();
      case REPLACED ->
          refuse(
              Refusal.Cause.CERTIFICATE_REFUSED,
              "certificate " + serial() + " is not in force any more");
      case IN_FORCE -> {}
    }
  }

  /** Stops listening at once, and closes when the peer had time to read the last message. */
  private void closeSoon() {
    stage = Stage.CLOSING;
    if (gate != null) {
      gate.end();
    }
    link.ended(this);
    socket.resume(); // so that the peer's close is seen
    link.vertx().setTimer(Limits.LINGER_MILLIS, timer -> socket.close());
  }

  private void message(Envelope envelope) {
    if (stage == Stage.ANSWERING) {
      held.add(envelope);
      if (held.size() > Limits.HELD_MESSAGES) {
        refuse(Refusal.Cause.OUT_OF_ORDER, "too many messages before the greeting was answered");
      }
      return;
    }
    if (stage == Stage.FRESH && envelope.hasEnrol() && certificate.isEmpty()) {
      enrol(envelope.getEnrol());
    } else if (stage == Stage.FRESH && envelope.hasHello()) {
      hello(envelope.getHello());
    } else if (stage == Stage.FRESH || !gate.take(envelope)) {
      refuse(
          Refusal.Cause.OUT_OF_ORDER,
          "message " + envelope.getNumber() + " " + envelope.getBodyCase() + " is not due");
    }
  }

  private void enrol(Enrol enrol) {
    stage = Stage.ANSWERING;
    if (badVersion(enrol.getProtocolVersion())) {
      return;
    }
    link.enrolments()
        .redeem(enrol, address)
        .onComplete(
            done -> {
              if (stage == Stage.CLOSING) {
                return;
              }
              if (done.failed()) {
                log.error("{}: enrolment failed", name, done.cause());
                refuse(Refusal.Cause.ENROLMENT_REFUSED, "the centre failed: try again");
              } else if (done.result() instanceof Enrolments.Outcome.Refused refused) {
                refuse(Refusal.Cause.ENROLMENT_REFUSED, refused.why());
              } else if (done.result() instanceof Enrolments.Outcome.Enrolled enrolled) {
                log.info("gate {} enrolled from {}", enrol.getGate(), address);
                link.certificateReplaced(enrolled.gate());
                send(enrolled.message());
                closeSoon();
              }
            });
  }

  private void hello(Hello hello) {
    stage = Stage.ANSWERING;
    if (certificate.isEmpty()) {
      refuse(Refusal.Cause.CERTIFICATE_REFUSED, "no client certificate: enrol this gate first");
      return;
    }
    String code = Ca.gateOf(certificate.get());
    if (!code.equals(hello.getGate())) {
      refuse(
          Refusal.Cause.CERTIFICATE_REFUSED,
          "the certificate is gate " + code + "'s, not " + hello.getGate() + "'s");
      return;
    }
    name = "gate " + code;
    if (badVersion(hello.getProtocolVersion())) {
      return;
    }
    link.database()
        .inTransaction(tx -> Greeting.of(tx, code, serial(), hello, link.clock().instant()))
        .onComplete(
            done -> {
              if (stage == Stage.CLOSING) {
                return;
              }
              if (done.failed()) {
                log.error("{}: cannot be greeted", name, done.cause());
                refuse(Refusal.Cause.CAUSE_UNSPECIFIED, "the centre failed: try again");
              } else if (done.result() instanceof Greeting.Refused refused
                  && refused.cause() == Refusal.Cause.REVOKED_GATE) {
                revoked();
              } else if (done.result() instanceof Greeting.Refused refused) {
                refuse(refused.cause(), refused.why());
              } else if (done.result() instanceof Greeting.Welcomed welcomed) {
                welcome(hello, welcomed);
              }
            });
  }

  private boolean badVersion(int version) {
    if (Frames.serves(version)) {
      return false;
    }
    refuse(
        Refusal.Cause.PROTOCOL_VERSION,
        "protocol version " + version + ": the centre speaks " + Frames.PROTOCOL_VERSION);
    return true;
  }

  private void welcome(Hello hello, Greeting.Welcomed welcomed) {
    gate = new LinkedGate(name, this, link, certificate.orElseThrow(), hello, welcomed);
    stage = Stage.LINKED;
    heardNanos = link.listening().nanos();
    link.linked(this, hello.getSoftware(), hello.getProtocolVersion());
    log.info(
        "{}: connected from {}, whitelist {}, journal {}/{}",
        name,
        address,
        hello.getWhitelistVersion(),
        hello.getJournalEpoch(),
        hello.getJournalLast());
    send(
        Envelope.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setProtocolVersion(Frames.PROTOCOL_VERSION)
                    .setCentreTimeMillis(link.clock().millis())
                    .setWhitelistVersion(welcomed.whitelist().version())
                    .setWhitelistHash(welcomed.whitelist().hash())
                    .setAcknowledged(welcomed.acknowledged())
                    .setLane(welcomed.lane())));
    gate.tell(link.areas().greeting(gate.area()));
    gate.start(hello, welcomed.basisKnown());
    while (!held.isEmpty() && stage == Stage.LINKED) {
      message(held.remove());
    }
  }
}
