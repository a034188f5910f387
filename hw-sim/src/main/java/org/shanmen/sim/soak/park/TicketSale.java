package org.shanmen.sim.soak.park;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * What the park sells: of every kind one ticket type that asks nobody, one that asks the centre and
 * one that lets nobody in without its word. One thread.
 */
final class TicketSale {
  private static final Fingerprint FINGERPRINT = new Fingerprint(new byte[Fingerprint.KEY_BYTES]);
  private static final int ENTRY_FEE_FEN = 500;
  private static final int CREDIT_FEN = 3_000;
  private static final long DAY_SECONDS = 24 * 3600;

  /** What is sold, each as often as the others. */
  private static final List<TicketKind> MIX =
      List.of(
          TicketKind.SINGLE,
          TicketKind.SINGLE,
          TicketKind.SINGLE,
          TicketKind.GROUP,
          TicketKind.COUNT_CARD,
          TicketKind.PERIOD_PASS,
          TicketKind.CONCESSION,
          TicketKind.STORED_VALUE,
          TicketKind.RESIDENT,
          TicketKind.SINGLE);

  /** How tickets are sold, each as often as the others. */
  private static final List<OfflinePolicy> POLICIES =
      List.of(
          OfflinePolicy.OFFLINE_OPEN,
          OfflinePolicy.OFFLINE_OPEN,
          OfflinePolicy.OFFLINE_OPEN,
          OfflinePolicy.OFFLINE_CLAIM,
          OfflinePolicy.OFFLINE_STRICT);

  /** Ids of ticket types that ask lie beside those of types that do not. */
  private static final int TEMPLATES_STEP = 100;

  private final Random random;
  private long lastId;

  TicketSale(Random random) {
    this.random = random;
  }

  static List<TicketTemplate> templates() {
    return Stream.concat(MIX.stream().distinct(), Stream.of(TicketKind.STAFF_CARD))
        .flatMap(kind -> POLICIES.stream().distinct().map(policy -> template(kind, policy)))
        .toList();
  }

  private static int templateId(TicketKind kind, OfflinePolicy policy) {
    return kind.getNumber() + TEMPLATES_STEP * policy.getNumber();
  }

  private static TicketTemplate template(TicketKind kind, OfflinePolicy policy) {
    var template =
        TicketTemplate.newBuilder()
            .setId(templateId(kind, policy))
            .setKind(kind)
            .setOffline(policy)
            .setNameZh("票" + kind.getNumber())
            .setNameEn(kind.name());
    switch (kind) {
      case CONCESSION -> template.setNeedsCheck(true);
      case PERIOD_PASS -> template.setReentry(Reentry.REENTRY_FREE);
      case RESIDENT -> template.setEntriesPerDay(2);
      case STAFF_CARD -> template.setBeyondCapacity(true);
      case STORED_VALUE -> {
        for (int area = 1; area <= GateSite.AREAS; area++) {
          template.addFees(Fee.newBuilder().setArea(area).setFen(ENTRY_FEE_FEN));
          template.addAreas(area);
        }
        template.setOfflineLimitFen(2 * ENTRY_FEE_FEN);
      }
      default -> {
        // Single tickets, groups and cards with entries: only the entries limit them.
      }
    }
    return template.build();
  }

  /** A ticket of the mix, good for this day. */
  Ticket sell(long nowMillis) {
    return sell(MIX.get(random.nextInt(MIX.size())), nowMillis);
  }

  Ticket sell(TicketKind kind, long nowMillis) {
    long id = ++lastId;
    int people = kind == TicketKind.GROUP ? 2 + random.nextInt(5) : 1;
    int entries =
        switch (kind) {
          case SINGLE, CONCESSION -> 1;
          case GROUP -> people;
          case COUNT_CARD -> 3 + random.nextInt(6);
          default -> 0;
        };
    var credential =
        switch (kind) {
          case PERIOD_PASS, RESIDENT -> CredentialKind.FACE;
          case COUNT_CARD, STORED_VALUE, STAFF_CARD -> CredentialKind.CARD;
          default -> CredentialKind.QR;
        };
    var policy = POLICIES.get(random.nextInt(POLICIES.size()));
    var ticket = new Ticket(id, kind, credential, policy);
    long from = nowMillis / 1000 - 3600;
    boolean single = entries == 1 || kind == TicketKind.GROUP;
    ticket.right =
        Right.newBuilder()
            .setId(id)
            .setTemplate(templateId(kind, policy))
            .setState(RightState.ACTIVE)
            .setValidFrom(from)
            .setValidUntil(from + (single && random.nextInt(20) == 0 ? 2 * 3600 : 5 * DAY_SECONDS))
            .setEntries(entries)
            .setPeople(people)
            .setCreditFen(kind == TicketKind.STORED_VALUE ? CREDIT_FEN : 0)
            .addFingerprints(fingerprint(ticket))
            .build();
    return ticket;
  }

  static long fingerprint(Ticket ticket) {
    return FINGERPRINT.of(ticket.credential, ticket.code());
  }
}
