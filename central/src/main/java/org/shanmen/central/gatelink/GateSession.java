package org.shanmen.central.gatelink;

import com.google.protobuf.ByteString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Enrolled;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.HeartbeatReply;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Renew;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its end.
 *
 * <pre>
 * FRESH --Enrol--> ANSWERING --Enrolled--> CLOSING
 * FRESH --Hello--> ANSWERING --Welcome--> LINKED
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
  private final Set<UUID> commandsSent = new HashSet<>();
  private final Queue<CommandState> heldCommands = new ArrayDeque<>();
  private final String address;
  private Stage stage = Stage.FRESH;
  private String name;
  private int gate;
  private int area;
  private int protocolVersion;
  private List<TicketKey> toldKeys = List.of();
  private WhitelistFeed feed;
  private EventUpload upload;
  private boolean caughtUpWithCommands;
  private int claimsWaiting;
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
    boolean wasLinked = feed != null;
    stage = Stage.CLOSING;
    if (wasLinked) {
      feed.end();
    }
    link.ended(this);
    if (wasLinked) {
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
      feed.checkDeadline();
    }
  }

  /** Whether the gate was told of these ticket keys, or will be when it is greeted. */
  boolean knows(TicketKeys keys, Instant now) {
    return stage != Stage.LINKED || toldKeys.equals(keys.toldTo(protocolVersion, now));
  }

  /** Has the gate come again, because the ticket keys are others now. */
  void greetAnew() {
    refuse(Refusal.Cause.CAUSE_UNSPECIFIED, "the keys of ticket codes changed: connect again");
  }

  /** There may be something new in the change log. */
  void wake() {
    if (stage == Stage.LINKED) {
      feed.wake();
      tellWhitelist();
    }
  }

  /**
   * Sends a command that was given just now. Those from before the connection go first, so that the
   * last word that the control room said is the last that the gate hears.
   */
  void deliver(CommandState command) {
    if (caughtUpWithCommands) {
      deliverAgain(command);
    } else if (heldCommands.size() < Limits.HELD_MESSAGES) {
      heldCommands.add(command); // any more of them wait for the next look at what is pending
    }
  }

  /** Sends a command that waits for an answer, if this connection has not carried it yet. */
  void deliverAgain(CommandState command) {
    if (stage == Stage.LINKED && commandsSent.add(command.id())) {
      send(Envelope.newBuilder().setCommand(Commands.wire(command)));
    }
  }

  /** All commands from before the connection have been sent. */
  void caughtUpWithCommands() {
    caughtUpWithCommands = true;
    while (!heldCommands.isEmpty()) {
      deliverAgain(heldCommands.remove());
    }
  }

  /** Says whether its area takes more people. */
  void tell(AreaState state) {
    if (stage == Stage.LINKED) {
      send(Envelope.newBuilder().setAreaState(state));
    }
  }

  /** The number of the gate's area, 0 before it is known. */
  int area() {
    return area;
  }

  /** The gate's number, 0 before it is known. */
  int gate() {
    return gate;
  }

  /** What the gate has said to have in force. */
  long confirmedVersion() {
    return feed.confirmed();
  }

  boolean linked() {
    return stage == Stage.LINKED;
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
    if (feed != null) {
      feed.end();
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
    boolean fresh = stage == Stage.FRESH;
    switch (envelope.getBodyCase()) {
      case ENROL ->
          when(fresh && certificate.isEmpty(), envelope, () -> enrol(envelope.getEnrol()));
      case HELLO -> when(fresh, envelope, () -> hello(envelope.getHello()));
      case WHITELIST_REQUEST ->
          when(!fresh, envelope, () -> feed.request(envelope.getWhitelistRequest()));
      case WHITELIST_ACK ->
          when(
              !fresh,
              envelope,
              () -> {
                var ack = envelope.getWhitelistAck();
                feed.confirm(ack.getVersion(), ack.getHash());
                tellWhitelist();
              });
      case SNAPSHOT_ACK -> when(!fresh, envelope, () -> feed.taken(envelope.getSnapshotAck()));
      case RENEW -> when(!fresh, envelope, () -> renew(envelope.getRenew()));
      case CLAIM -> when(!fresh, envelope, () -> claim(envelope.getClaim()));
      case EVENTS -> when(!fresh, envelope, () -> upload.take(envelope.getEvents()));
      case COMMAND_RESULT ->
          when(
              !fresh,
              envelope,
              () ->
                  link.commands()
                      .answered(gate, envelope.getCommandResult())
                      .onFailure(e -> log.error("{}: an answer was not stored", name, e)));
      case HEARTBEAT -> when(!fresh, envelope, () -> heartbeat(envelope.getHeartbeat()));
      default -> when(false, envelope, () -> {});
    }
  }

  private void when(boolean inPlace, Envelope envelope, Runnable then) {
    if (inPlace) {
      then.run();
    } else {
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
                send(chain(enrolled));
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
    gate = welcomed.gate();
    area = welcomed.lane().getArea();
    protocolVersion = hello.getProtocolVersion();
    toldKeys = welcomed.lane().getTicketKeysList();
    stage = Stage.LINKED;
    heardNanos = link.listening().nanos();
    feed = link.newFeed(hello.getGate(), this, hello.getProtocolVersion());
    upload =
        new EventUpload(
            name,
            this,
            hello.getProtocolVersion(),
            (events, afterLoss) -> link.store(gate, events, afterLoss));
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
    tell(link.areas().greeting(area));
    feed.start(hello, welcomed.basisKnown());
    tellWhitelist();
    while (!held.isEmpty() && stage == Stage.LINKED) {
      message(held.remove());
    }
  }

  private void heartbeat(Heartbeat heartbeat) {
    link.watcher().heartbeat(gate, heartbeat);
    feed.heard(heartbeat.getWhitelistVersion(), heartbeat.getWhitelistHash());
    if (heartbeat.getWhitelistUnsaved()) {
      feed.unsaved();
    }
    if (!full()) {
      send(
          Envelope.newBuilder()
              .setHeartbeatReply(
                  HeartbeatReply.newBuilder()
                      .setCentreTimeMillis(link.clock().millis())
                      .setGateTimeMillis(heartbeat.getAtMillis())));
    }
  }

  private void renew(Renew renew) {
    String code = Ca.gateOf(certificate.orElseThrow());
    link.enrolments()
        .renew(gate, code, serial(), renew.getCertificateRequest().toByteArray())
        .onFailure(e -> log.error("{}: its certificate cannot be renewed", name, e))
        .onSuccess(
            outcome -> {
              if (outcome instanceof Enrolments.Outcome.Enrolled enrolled) {
                log.info("{}: its certificate is renewed", name);
                send(chain(enrolled));
              } else if (outcome instanceof Enrolments.Outcome.Refused refused) {
                refuse(Refusal.Cause.ENROLMENT_REFUSED, refused.why());
              }
            });
  }

  private static Envelope.Builder chain(Enrolments.Outcome.Enrolled enrolled) {
    var chain = enrolled.chain().stream().map(ByteString::copyFrom).toList();
    return Envelope.newBuilder().setEnrolled(Enrolled.newBuilder().addAllCertificateChain(chain));
  }

  /** Answers, or lets the gate go on without an answer. */
  private void claim(Claim said) {
    if (claimsWaiting >= Limits.CLAIMS_WAITING) {
      refuse(Refusal.Cause.OUT_OF_ORDER, claimsWaiting + " claims wait for an answer: too many");
      return;
    }
    claimsWaiting++;
    link.claim(gate, said)
        .onComplete(
            answered -> {
              claimsWaiting--;
              if (answered.failed()) {
                log.error("{}: a claim cannot be answered", name, answered.cause());
              } else {
                send(Envelope.newBuilder().setClaimReply(answered.result()));
              }
            });
  }

  private void tellWhitelist() {
    if (stage == Stage.LINKED) {
      link.watcher().whitelist(gate, feed.confirmed(), feed.current());
    }
  }
}
