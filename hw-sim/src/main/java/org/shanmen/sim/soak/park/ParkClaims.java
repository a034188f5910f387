package org.shanmen.sim.soak.park;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.OfflinePolicy;

/**
 * The modelled centre's word on who lets people in on a right, as docs/PROTOCOL.md promises it: one
 * gate at a time, until everything that came of it is stored. Outlives the centre's deaths, for it
 * is in its database. One thread.
 */
final class ParkClaims {
  private static final int ANSWER_MILLIS = 25;
  private static final long STANDS_MILLIS = 60_000;
  private static final long FOR_EVER = Long.MAX_VALUE;

  /** One that stands. */
  private static final class Standing {
    final int gate;
    final long epoch;
    final long since;
    long question;
    long asked;
    OptionalLong settled = OptionalLong.empty();
    long untilMillis;

    Standing(int gate, Claim first) {
      this.gate = gate;
      this.epoch = first.getEpoch();
      this.since = first.getSequence();
    }
  }

  /** Names a question for ever. */
  private record Question(int gate, long epoch, long id) {}

  private final ParkCentre centre;
  private final Map<Long, Standing> standing = new TreeMap<>();
  private final Map<Integer, Long> answeredMillis = new HashMap<>();
  private final Set<Question> questions = new HashSet<>();

  ParkClaims(ParkCentre centre) {
    this.centre = centre;
  }

  /** A gate asks, or says what came of it; what one gate says is taken in its order. */
  void said(CentreSession from, Claim claim) {
    int gate = from.gate();
    from.asking();
    if (!claim.getSettled()) {
      centre.played.require(
          questions.add(new Question(gate, claim.getEpoch(), claim.getId())),
          "gate " + gate + " asks two questions by one number");
    }
    long now = centre.agenda.millis();
    long at =
        Math.max(now, answeredMillis.getOrDefault(gate, now))
            + 1
            + centre.random.nextInt(ANSWER_MILLIS);
    answeredMillis.put(gate, at);
    centre.inThisLife(
        at,
        () ->
            from.claimReply(
                claim.getSettled() ? settled(gate, claim) : asked(gate, claim).build()));
  }

  private ClaimReply.Builder asked(int gate, Claim asked) {
    var reply = ClaimReply.newBuilder().setId(asked.getId()).setRight(asked.getRight());
    var ticket = centre.tickets.get(asked.getRight());
    if (ticket == null) {
      return reply.setState(ClaimState.CLAIM_UNANSWERED);
    }
    long now = centre.agenda.millis();
    var held = standing.get(ticket.id);
    if (held != null && held.gate != gate && held.untilMillis > now) {
      centre.played.count("claims refused", 1);
      return reply.setState(ClaimState.CLAIM_HELD_ELSEWHERE);
    }
    // A gate that holds it keeps its beginning: what came of the first question may be on its way.
    boolean again = held != null && held.gate == gate;
    var claim = again ? held : new Standing(gate, asked);
    // Behind a new epoch no start tells that the question was forgotten.
    claim.asked = claim.epoch == asked.getEpoch() ? asked.getSequence() : FOR_EVER;
    claim.question = asked.getId();
    claim.settled = OptionalLong.empty();
    claim.untilMillis =
        ticket.policy == OfflinePolicy.OFFLINE_STRICT ? FOR_EVER : now + STANDS_MILLIS;
    standing.put(ticket.id, claim);
    centre.played.count("claims granted", 1);
    return reply.setState(ClaimState.CLAIM_GRANTED).addAllUses(centre.usesOf(ticket.id));
  }

  private ClaimReply settled(int gate, Claim said) {
    var claim = standing.get(said.getRight());
    if (claim != null
        && claim.gate == gate
        && claim.question == said.getId()
        && claim.epoch == said.getEpoch()) {
      claim.settled = OptionalLong.of(said.getSequence());
      endWhatIsOver(gate);
    }
    return ClaimReply.newBuilder()
        .setId(said.getId())
        .setRight(said.getRight())
        .setState(ClaimState.CLAIM_NOT_NEEDED)
        .build();
  }

  /** More of a gate's events are stored. */
  void endWhatIsOver(int gate) {
    standing
        .entrySet()
        .removeIf(each -> each.getValue().gate == gate && isOver(each.getKey(), each.getValue()));
  }

  private boolean isOver(long right, Standing claim) {
    var stored = centre.stored(claim.gate, claim.epoch);
    var to = claim.settled.isPresent() ? claim.settled : startedBehind(claim, stored);
    return to.isPresent()
        && !stored.isEmpty()
        && stored.lastKey() >= to.getAsLong()
        && stored.subMap(claim.since, false, to.getAsLong(), true).size()
            == to.getAsLong() - claim.since
        && awaited(right, claim, stored) <= 0;
  }

  private static OptionalLong startedBehind(Standing claim, TreeMap<Long, Event> stored) {
    return stored.tailMap(claim.asked, false).values().stream()
        .filter(event -> event.getKind() == EventKind.STARTED)
        .mapToLong(Event::getSequence)
        .findFirst();
  }

  /** People who were admitted under the claim and of whom the gate has not said what became. */
  private long awaited(long right, Standing claim, TreeMap<Long, Event> stored) {
    long awaited = 0;
    for (var events : centre.storedOf(claim.gate)) {
      for (var event : events.tailMap(events == stored ? claim.since : 0L, false).values()) {
        if (event.getRight() == right) {
          awaited += people(event, claim);
        }
      }
    }
    return awaited;
  }

  private static int people(Event event, Standing claim) {
    return switch (event.getKind()) {
      case ADMITTED -> event.getEpoch() == claim.epoch ? event.getPeople() : 0;
      case PASSED, GIVEN_BACK, USE_ASSUMED -> {
        long epoch = event.getReferenceEpoch() == 0 ? event.getEpoch() : event.getReferenceEpoch();
        boolean ofIt = epoch == claim.epoch && event.getReference() > claim.since;
        yield ofIt ? -event.getPeople() : 0;
      }
      default -> 0;
    };
  }

  /**
   * At the end, when every event is stored and every gate has had its say: no claim stands but one
   * whose gate's word was lost with a journal's epoch, which a person has to end.
   */
  void requireEnded(int gate, long epoch) {
    endWhatIsOver(gate);
    standing.forEach(
        (right, claim) -> {
          if (claim.gate == gate && claim.untilMillis == FOR_EVER) {
            centre.played.count("claims that a person must end", 1);
            centre.played.require(
                claim.epoch != epoch || claim.asked == FOR_EVER,
                "gate %d: its claim of right %d does not end".formatted(gate, right));
          }
        });
  }
}
