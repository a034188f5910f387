package org.shanmen.sim.scenario;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.shanmen.gate.admission.Admission;
import org.shanmen.gate.admission.Decision;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Question;

/**
 * What a decision said besides its event, told again from the question in the gate's journal:
 * entries and money left, and from when a refusal would be another answer.
 */
final class Replay {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  private Replay() {}

  /** Adds what the question tells to an outcome; nothing if the event holds none. */
  static Outcome tell(Event event, Outcome outcome, ZoneId zone) {
    if (event.getQuestion().isEmpty()) {
      return outcome;
    }
    try {
      return tell(Admission.decide(Question.parseFrom(event.getQuestion())), outcome, zone);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the journal holds a question that is none", e);
    }
  }

  private static Outcome tell(Decision decision, Outcome outcome, ZoneId zone) {
    if (decision instanceof Decision.Hold hold) {
      return tell(hold.then(), outcome, zone);
    }
    boolean refused = outcome.name.equals("REFUSE");
    if (decision instanceof Decision.Admit admit && !refused) {
      outcome.unless(Decision.UNLIMITED, "left", admit.left());
      return admit.fare().fen() == 0
          ? outcome
          : outcome.with("balance", Quantities.yuan(admit.fare().balanceFen()));
    }
    if (decision instanceof Decision.Refuse refusal && refused && refusal.fromMillis() != 0) {
      return outcome.with("from", MINUTE.format(local(refusal.fromMillis(), zone)));
    }
    return outcome;
  }

  private static java.time.ZonedDateTime local(long millis, ZoneId zone) {
    return Instant.ofEpochMilli(millis).atZone(zone);
  }
}
