package org.shanmen.central.gatelink;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.HeartbeatReply;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Renew;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gate that was greeted, for as long as its connection lasts: what it is told, and what becomes
 * of what it says. Whether the connection still stands is its {@link GateLine}'s to know.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class LinkedGate {
  private static final Logger log = LoggerFactory.getLogger(LinkedGate.class);

  private final String name;
  private final GateLine line;
  private final GateLink link;
  private final X509Certificate certificate;
  private final int number;
  private final int protocolVersion;
  private final LaneSettings lane;
  private final WhitelistFeed feed;
  private final EventUpload upload;
  private final Set<UUID> commandsSent = new HashSet<>();
  private final Queue<CommandState> heldCommands = new ArrayDeque<>();
  private boolean caughtUpWithCommands;
  private int claimsWaiting;

  /**
   * @param name for the log
   * @param certificate that the gate has shown
   */
  LinkedGate(
      String name,
      GateLine line,
      GateLink link,
      X509Certificate certificate,
      Hello hello,
      Greeting.Welcomed welcomed) {
    this.name = name;
    this.line = line;
    this.link = link;
    this.certificate = certificate;
    this.number = welcomed.gate();
    this.protocolVersion = hello.getProtocolVersion();
    this.lane = welcomed.lane();
    this.feed = link.newFeed(hello.getGate(), line, protocolVersion);
    this.upload =
        new EventUpload(
            name,
            line,
            protocolVersion,
            (events, afterLoss) -> link.store(number, events, afterLoss));
  }

  /** Begins to bring its whitelist to what it should be. Once, after its welcome. */
  void start(Hello hello, boolean basisKnown) {
    feed.start(hello, basisKnown);
    tellWhitelist();
  }

  /** The connection ends. */
  void end() {
    feed.end();
  }

  int number() {
    return number;
  }

  /** The number of the area that it admits to. */
  int area() {
    return lane.getArea();
  }

  /** What the gate has said to have in force. */
  long confirmedVersion() {
    return feed.confirmed();
  }

  /** Whether the gate was told of these ticket keys, and what is said of its lane. */
  boolean knows(TicketKeys keys, LaneBook lanes, Instant now) {
    return lane.getTicketKeysList().equals(keys.toldTo(protocolVersion, now)) && lanes.says(lane);
  }

  /** Ends the connection if the gate is late with a confirmation. */
  void checkDeadline() {
    feed.checkDeadline();
  }

  /** There may be something new in the change log. */
  void wake() {
    feed.wake();
    tellWhitelist();
  }

  /** Says whether its area takes more people. */
  void tell(AreaState state) {
    line.send(Envelope.newBuilder().setAreaState(state));
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
    if (commandsSent.add(command.id())) {
      line.send(Envelope.newBuilder().setCommand(Commands.wire(command)));
    }
  }

  /** All commands from before the connection have been sent. */
  void caughtUpWithCommands() {
    caughtUpWithCommands = true;
    while (!heldCommands.isEmpty()) {
      deliverAgain(heldCommands.remove());
    }
  }

  /** Takes a message; false if such a one is not due from a gate that was greeted. */
  boolean take(Envelope envelope) {
    switch (envelope.getBodyCase()) {
      case WHITELIST_REQUEST -> feed.request(envelope.getWhitelistRequest());
      case WHITELIST_ACK -> {
        var ack = envelope.getWhitelistAck();
        feed.confirm(ack.getVersion(), ack.getHash());
        tellWhitelist();
      }
      case SNAPSHOT_ACK -> feed.taken(envelope.getSnapshotAck());
      case RENEW -> renew(envelope.getRenew());
      case CLAIM -> claim(envelope.getClaim());
      case EVENTS -> upload.take(envelope.getEvents());
      case COMMAND_RESULT ->
          link.commands()
              .answered(number, envelope.getCommandResult())
              .onFailure(e -> log.error("{}: an answer was not stored", name, e));
      case HEARTBEAT -> heartbeat(envelope.getHeartbeat());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void heartbeat(Heartbeat heartbeat) {
    link.watcher().heartbeat(number, heartbeat);
    feed.heard(heartbeat.getWhitelistVersion(), heartbeat.getWhitelistHash());
    if (heartbeat.getWhitelistUnsaved()) {
      feed.unsaved();
    }
    if (!line.full()) {
      line.send(
          Envelope.newBuilder()
              .setHeartbeatReply(
                  HeartbeatReply.newBuilder()
                      .setCentreTimeMillis(link.clock().millis())
                      .setGateTimeMillis(heartbeat.getAtMillis())));
    }
  }

  private void renew(Renew renew) {
    link.enrolments()
        .renew(
            number,
            Ca.gateOf(certificate),
            Ca.serial(certificate),
            renew.getCertificateRequest().toByteArray())
        .onFailure(e -> log.error("{}: its certificate cannot be renewed", name, e))
        .onSuccess(
            outcome -> {
              if (outcome instanceof Enrolments.Outcome.Enrolled enrolled) {
                log.info("{}: its certificate is renewed", name);
                line.send(enrolled.message());
              } else if (outcome instanceof Enrolments.Outcome.Refused refused) {
                line.refuse(Refusal.Cause.ENROLMENT_REFUSED, refused.why());
              }
            });
  }

  /** Answers, or lets the gate go on without an answer. */
  private void claim(Claim said) {
    if (claimsWaiting >= Limits.CLAIMS_WAITING) {
      line.refuse(
          Refusal.Cause.OUT_OF_ORDER, claimsWaiting + " claims wait for an answer: too many");
      return;
    }
    claimsWaiting++;
    link.claim(number, said)
        .onComplete(
            answered -> {
              claimsWaiting--;
              if (answered.failed()) {
                log.error("{}: a claim cannot be answered", name, answered.cause());
              } else {
                line.send(Envelope.newBuilder().setClaimReply(answered.result()));
              }
            });
  }

  private void tellWhitelist() {
    if (!line.ended()) {
      link.watcher().whitelist(number, feed.confirmed(), feed.current());
    }
  }
}
