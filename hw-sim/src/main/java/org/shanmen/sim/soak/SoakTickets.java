package org.shanmen.sim.soak;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKey;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/** Tickets of a soak's park, and how its gates are told of them. */
final class SoakTickets {
  static final int AREA = 1;
  static final int TEMPLATE = 1;

  /** Of the only key whose signatures this park's gates honour. */
  static final int KEY_ID = 1;

  private static final Ed25519PrivateKeyParameters TICKET_KEY =
      new Ed25519PrivateKeyParameters(
          "a key for the soak's own tickets".getBytes(StandardCharsets.US_ASCII));

  private static final byte[] KEY = new byte[Fingerprint.KEY_BYTES];
  private static final Fingerprint FINGERPRINT = new Fingerprint(KEY);
  private static final int CARD_ENTRIES = 3;
  private static final long VALID_SECONDS = 400L * 24 * 3600;

  /** Why a ticket opens nothing. */
  enum Flaw {
    NONE,
    EXPIRED,
    NOT_YET_VALID,
    BLOCKED
  }

  /**
   * A sold ticket.
   *
   * @param code its QR code
   * @param entries of all its people together
   * @param people on one presentation
   */
  record Ticket(long id, String code, int entries, int people, Flaw flaw) {}

  private final List<Ticket> sold = new ArrayList<>();

  /** Sells a ticket for one, a card with a few entries, or a group's. */
  Ticket sell(Random random) {
    int kind = random.nextInt(4);
    int people = kind == 3 ? 2 + random.nextInt(3) : 1;
    int entries = kind == 2 ? CARD_ENTRIES : people;
    int flaw = random.nextInt(3 * Flaw.values().length);
    return sell(entries, people, flaw < Flaw.values().length ? Flaw.values()[flaw] : Flaw.NONE);
  }

  /** Sells a good card with a few entries. */
  Ticket sellCard() {
    return sell(CARD_ENTRIES, 1, Flaw.NONE);
  }

  private Ticket sell(int entries, int people, Flaw flaw) {
    long id = sold.size() + 1L;
    var ticket = new Ticket(id, "T%06dX".formatted(id), entries, people, flaw);
    sold.add(ticket);
    return ticket;
  }

  List<Ticket> sold() {
    return sold;
  }

  /** The signed code of a right that gates may not have heard of. */
  static String signed(long right, int fromDay) {
    return new SignedCode(KEY_ID, right, TEMPLATE, fromDay, fromDay + 1, 1, 1).sign(TICKET_KEY);
  }

  static TicketTemplate template() {
    return TicketTemplate.newBuilder()
        .setId(TEMPLATE)
        .setKind(TicketKind.GROUP)
        .setNameZh("票")
        .setNameEn("Ticket")
        .build();
  }

  Right right(Ticket ticket, long nowMillis) {
    long now = nowMillis / 1000;
    var right =
        Right.newBuilder()
            .setId(ticket.id())
            .setTemplate(TEMPLATE)
            .setState(ticket.flaw() == Flaw.BLOCKED ? RightState.RIGHT_BLOCKED : RightState.ACTIVE)
            .setValidFrom(now - VALID_SECONDS)
            .setValidUntil(now + VALID_SECONDS)
            .setEntries(ticket.entries())
            .setPeople(ticket.people())
            .addFingerprints(FINGERPRINT.of(CredentialKind.QR, ticket.code()));
    return switch (ticket.flaw()) {
      case EXPIRED -> right.setValidUntil(now).build();
      case NOT_YET_VALID -> right.setValidFrom(now + VALID_SECONDS - 1).build();
      case NONE, BLOCKED -> right.build();
    };
  }

  static LaneSettings settings(int gate) {
    return LaneSettings.newBuilder()
        .setGateNumber(gate)
        .setGateName("G" + gate)
        .setArea(AREA)
        .setAreaName("Garden")
        .setCheckPoint(1)
        .setKind(LaneKind.ENTRY)
        .setZone("Asia/Shanghai")
        .setFingerprintKey(ByteString.copyFrom(KEY))
        .addTicketKeys(
            TicketKey.newBuilder()
                .setId(KEY_ID)
                .setPublicKey(ByteString.copyFrom(TICKET_KEY.generatePublicKey().getEncoded())))
        .build();
  }
}
