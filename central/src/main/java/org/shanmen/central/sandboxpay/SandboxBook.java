package org.shanmen.central.sandboxpay;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the sandbox knows. In memory: it forgets everything when it ends. Thread-safe. */
final class SandboxBook {
  /** More than any trial needs; the oldest are forgotten. */
  private static final int CHARGES = 100_000;

  /** Why something was not done, for whoever asked. */
  static final class NotDone extends Exception {
    private static final long serialVersionUID = 1L;

    NotDone(String why) {
      super(why, null, false, false);
    }
  }

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, SandboxCharge> charges =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SandboxCharge> eldest) {
          return size() > CHARGES;
        }
      };
  private final Map<String, String> numbersByToken = new HashMap<>();
  private final Map<String, SandboxRefund> refunds = new LinkedHashMap<>();
  private final Map<String, Long> billedOtherwise = new HashMap<>();

  SandboxBook(InstantSource clock) {
    this.clock = clock;
  }

  /** The charge with this number: the one that there is, if it is for the same amount. */
  synchronized SandboxCharge create(
      String number, long fen, String subject, Instant expiresAt, String notifyUrl) throws NotDone {
    var known = charges.get(number);
    if (known != null) {
      if (known.fen != fen || known.state != SandboxCharge.State.OPEN) {
        throw new NotDone("the number is taken");
      }
      return known;
    }
    var charge = new SandboxCharge(number, draw(), fen, subject, expiresAt, notifyUrl);
    charges.put(number, charge);
    numbersByToken.put(charge.token, number);
    return charge;
  }

  synchronized Optional<SandboxCharge> find(String number) {
    var charge = Optional.ofNullable(charges.get(number));
    charge
        .filter(open -> open.state == SandboxCharge.State.OPEN)
        .filter(open -> !clock.instant().isBefore(open.expiresAt))
        .ifPresent(late -> late.state = SandboxCharge.State.CLOSED);
    return charge;
  }

  synchronized Optional<SandboxCharge> byToken(String token) {
    return Optional.ofNullable(numbersByToken.get(token)).flatMap(this::find);
  }

  /** A visitor pays, once. */
  synchronized SandboxCharge pay(String token, Optional<Long> otherFen) throws NotDone {
    var charge = byToken(token).orElseThrow(() -> new NotDone("there is no such code"));
    if (charge.state != SandboxCharge.State.OPEN) {
      throw new NotDone("the code is " + charge.state);
    }
    charge.state = SandboxCharge.State.PAID;
    charge.transaction = "T" + draw();
    charge.paidFen = otherFen.orElse(charge.fen);
    charge.paidAt = clock.instant();
    return charge;
  }

  synchronized SandboxCharge close(String number) throws NotDone {
    var charge = find(number).orElseThrow(() -> new NotDone("there is no such charge"));
    if (charge.state == SandboxCharge.State.PAID) {
      throw new NotDone("the charge is paid");
    }
    charge.state = SandboxCharge.State.CLOSED;
    return charge;
  }

  /** The refund with this number, begun if it is new. */
  synchronized SandboxRefund refund(
      String number, String chargeNumber, long fen, SandboxFaults.Refunds fault) throws NotDone {
    var known = refunds.get(number);
    if (known != null) {
      return known;
    }
    var charge = find(chargeNumber).orElseThrow(() -> new NotDone("there is no such charge"));
    if (charge.refundedFen + fen > charge.paidFen) {
      throw new NotDone("more than was paid");
    }
    var refund = new SandboxRefund(number, chargeNumber, fen);
    if (fault == SandboxFaults.Refunds.DECLINED) {
      // Not kept: whoever asks again is judged anew.
      refund.state = SandboxRefund.State.DECLINED;
      return refund;
    }
    charge.refundedFen += fen;
    refunds.put(number, refund);
    if (fault == SandboxFaults.Refunds.DONE) {
      finish(refund);
    }
    return refund;
  }

  private void finish(SandboxRefund refund) {
    refund.state = SandboxRefund.State.DONE;
    refund.transaction = "B" + draw();
    refund.at = clock.instant();
  }

  /** Ends the refunds that were held; returns them. */
  synchronized List<SandboxRefund> finishHeld() {
    var held =
        refunds.values().stream()
            .filter(refund -> refund.state == SandboxRefund.State.UNDER_WAY)
            .toList();
    held.forEach(this::finish);
    return held;
  }

  synchronized SandboxCharge chargeOf(SandboxRefund refund) {
    return charges.get(refund.charge);
  }

  /**
   * From now on bills say something else of a charge or refund.
   *
   * @param fen empty: it is left out
   */
  synchronized void billOtherwise(String number, Optional<Long> fen) {
    billedOtherwise.put(number, fen.orElse(0L));
  }

  /** Of a day: a header, and a line for each charge that was paid and each refund that was done. */
  synchronized String bill(LocalDate day, ZoneId zone) {
    var lines = new ArrayList<String>();
    lines.add("subject,number,fen,at");
    for (var charge : charges.values()) {
      if (charge.state == SandboxCharge.State.PAID) {
        line(lines, "CHARGE", charge.number, charge.paidFen, charge.paidAt, day, zone);
      }
    }
    for (var refund : refunds.values()) {
      if (refund.state == SandboxRefund.State.DONE) {
        line(lines, "REFUND", refund.number, refund.fen, refund.at, day, zone);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private void line(
      List<String> lines,
      String subject,
      String number,
      long fen,
      Instant at,
      LocalDate day,
      ZoneId zone) {
    long billed = billedOtherwise.getOrDefault(number, fen);
    if (LocalDate.ofInstant(at, zone).equals(day) && billed > 0) {
      lines.add(String.join(",", subject, number, String.valueOf(billed), at.toString()));
    }
  }

  /** What is left with the provider: paid, less paid back. */
  synchronized long balanceFen() {
    long paid = charges.values().stream().mapToLong(charge -> charge.paidFen).sum();
    long back =
        refunds.values().stream()
            .filter(refund -> refund.state == SandboxRefund.State.DONE)
            .mapToLong(refund -> refund.fen)
            .sum();
    return paid - back;
  }

  private String draw() {
    byte[] drawn = new byte[12];
    random.nextBytes(drawn);
    return HexFormat.of().withUpperCase().formatHex(drawn);
  }
}
