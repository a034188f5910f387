package org.shanmen.sim.scenario;

import com.google.protobuf.ByteString;
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
      right.addFingerprints(FINGERPRINT.of(credential.kind(), read(ticket, credential)));
    }
    return right.build();
  }

  /** What a reader reads when somebody shows this; a ticket's name stands for its credential. */
  String read(CredentialKind kind, String shown) {
    var ticket = park.tickets.get(shown);
    if (ticket == null) {
      return shown;
    }
    return ticket.credentials().stream()
        .filter(credential -> credential.kind() == kind)
        .map(credential -> read(ticket, credential))
        .findFirst()
        .orElse(shown);
  }

  private String read(TicketSpec ticket, TicketSpec.Credential credential) {
    return ticket.signed() && credential.kind() == CredentialKind.QR
        ? signed(ticket, PARKS)
        : credential.value();
  }

  /** A code with the park's form and somebody else's signature. */
  static String forged() {
    return new SignedCode(KEY_ID, 1, 1, 0, 0xFFFF, 1, 1).sign(FORGERS);
  }

  private String signed(TicketSpec ticket, Ed25519PrivateKeyParameters key) {
    return new SignedCode(
            KEY_ID,
            ticket.id(),
            ticket.type().template().getId(),
            day(from(ticket).toLocalDate()),
            day(until(ticket).minusNanos(1).toLocalDate()),
            ticket.people(),
            ticket.entries())
        .sign(key);
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
