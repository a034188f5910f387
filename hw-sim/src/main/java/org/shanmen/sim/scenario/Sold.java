package org.shanmen.sim.scenario;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.TicketTemplate;

/** Turns a scenario's tickets into rights and codes, with the keys of its park. */
final class Sold {
  private static final int KEY_ID = 1;
  private static final byte[] FINGERPRINT_KEY = new byte[Fingerprint.KEY_BYTES];
  private static final Fingerprint FINGERPRINT = new Fingerprint(FINGERPRINT_KEY);
  private static final Ed25519PrivateKeyParameters PARKS = key(1);
  private static final Ed25519PrivateKeyParameters FORGERS = key(2);

  private final Park park;

  Sold(Park park) {
    this.park = park;
  }

  private static Ed25519PrivateKeyParameters key(int seed) {
    byte[] bytes = new byte[Ed25519PrivateKeyParameters.KEY_SIZE];
    Arrays.fill(bytes, (byte) seed);
    return new Ed25519PrivateKeyParameters(bytes);
  }

  static ByteString fingerprintKey() {
    return ByteString.copyFrom(FINGERPRINT_KEY);
  }

  static TicketKey ticketKey() {
    return TicketKey.newBuilder()
        .setId(KEY_ID)
        .setPublicKey(ByteString.copyFrom(PARKS.generatePublicKey().getEncoded()))
        .build();
  }

  /** The type of a right that was sold. */
  TicketTemplate type(long right) {
    return park.tickets.values().stream()
        .filter(ticket -> ticket.id() == right)
        .map(ticket -> ticket.type().template())
        .findFirst()
        .orElse(TicketTemplate.getDefaultInstance());
  }

  Right right(TicketSpec ticket) {
    var right =
        Right.newBuilder()
            .setId(ticket.id())
            .setTemplate(ticket.type().template().getId())
            .setState(ticket.state())
            .setValidFrom(seconds(from(ticket)))
            .setValidUntil(seconds(until(ticket)))
            .setEntries(ticket.entries())
            .setPeople(ticket.people())
            .setCreditFen(ticket.creditFen());
    for (var credential : ticket.credentials()) {
      right.addFingerprints(fingerprint(ticket, credential));
    }
    return right.build();
  }

  private long fingerprint(TicketSpec ticket, TicketSpec.Credential credential) {
    return ticket.rotating() && credential.kind() == CredentialKind.QR
        ? FINGERPRINT.ofRotating(ticket.id())
        : FINGERPRINT.of(credential.kind(), read(ticket, credential, 0));
  }

  /** What a reader reads when somebody shows this; a ticket's name stands for its credential. */
  String read(Action.Present shown, long nowMillis) {
    var ticket = park.tickets.get(shown.value());
    if (ticket == null) {
      return shown.value();
    }
    long madeAtMillis = nowMillis - shown.age().toMillis();
    return ticket.credentials().stream()
        .filter(credential -> credential.kind() == shown.kind())
        .map(credential -> read(ticket, credential, madeAtMillis))
        .findFirst()
        .orElse(shown.value());
  }

  private String read(TicketSpec ticket, TicketSpec.Credential credential, long madeAtMillis) {
    if (!ticket.signed() || credential.kind() != CredentialKind.QR) {
      return credential.value();
    }
    return ticket.rotating()
        ? code(ticket).signRotating(PARKS, Instant.ofEpochMilli(madeAtMillis))
        : code(ticket).sign(PARKS);
  }

  /** A code with the park's form and somebody else's signature. */
  static String forged() {
    return new SignedCode(KEY_ID, 1, 1, 0, 0xFFFF, 1, 1).sign(FORGERS);
  }

  private SignedCode code(TicketSpec ticket) {
    return new SignedCode(
        KEY_ID,
        ticket.id(),
        ticket.type().template().getId(),
        day(from(ticket).toLocalDate()),
        day(until(ticket).minusNanos(1).toLocalDate()),
        ticket.people(),
        ticket.entries());
  }

  private LocalDateTime from(TicketSpec ticket) {
    return ticket.from().orElse(park.date.atStartOfDay());
  }

  private LocalDateTime until(TicketSpec ticket) {
    return ticket.until().orElse(park.date.plusDays(1).atStartOfDay());
  }

  private long seconds(LocalDateTime local) {
    return local.atZone(park.zone).toEpochSecond();
  }

  private static int day(LocalDate date) {
    return Math.toIntExact(date.toEpochDay() - SignedCode.EPOCH_DAY);
  }
}
