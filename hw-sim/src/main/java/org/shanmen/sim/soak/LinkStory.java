package org.shanmen.sim.soak;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CableState;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.rig.Credential;

/** What people do at two gates while the cable of one is bad, and what must come of it. */
final class LinkStory {
  /** Some messages of a list. */
  private static final int PRINTED = 6_000;

  private static final int REFUSALS = 12;
  private static final List<String> MODES = List.of("out-of-service", "always-closed");

  private final SoakPark park;
  private final BrokenLinks.Traffic traffic;
  private final Random random;
  private final Played played;
  private final Map<SoakPark.Ticket, Integer> through = new LinkedHashMap<>();
  private final List<String> batches = new ArrayList<>();
  private SoakPark.Ticket shared;
  private SoakPark.Ticket refunded;

  /** Of a type that nobody gets in on unless the centre says so. */
  private SoakPark.Ticket strict;

  /** Who had come in on no right before this story. */
  private long forcedBefore;

  LinkStory(SoakPark park, BrokenLinks.Traffic traffic, Random random, Played played) {
    this.park = park;
    this.traffic = traffic;
    this.random = random;
    this.played = played;
  }

  /** What is known everywhere before the cable fails. */
  void prepare() {
    park.otherGate();
    forcedBefore = park.forced();
    if (traffic == BrokenLinks.Traffic.SNAPSHOT) {
      park.printAtLeast(PRINTED);
    }
    var tickets = park.sell(park.as("clerk"), 2);
    shared = tickets.get(0);
    refunded = tickets.get(1);
    strict = park.sellStrict(park.as("clerk"));
    tickets.forEach(ticket -> through.put(ticket, 0));
    through.put(strict, 0);
    park.awaitCurrent();
    if (traffic == BrokenLinks.Traffic.SNAPSHOT) {
      park.gate().program().stop();
      forgetList(park.gate().data().resolve("whitelist"));
    }
  }

  /** The centre sends a gate without a list the whole of it. */
  private static void forgetList(Path list) {
    try (Stream<Path> files = Files.walk(list)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void happen(CableState state) {
    switch (traffic) {
      case SALE -> sellAndEnter(1 + random.nextInt(3));
      case REFUND -> refund();
      case COMMAND -> command();
      case UPLOAD -> makeEvents();
      case SNAPSHOT -> start();
    }
    // With the same ticket to both gates; the one behind the bad cable may not hear of it.
    boolean goodFirst = random.nextBoolean();
    enterTwice(shared, goodFirst, state);
    enterTwice(strict, goodFirst, state);
  }

  private void enterTwice(SoakPark.Ticket ticket, boolean goodFirst, CableState state) {
    var first = enter(goodFirst ? park.otherGate() : park.gate(), ticket);
    if (ticket.equals(shared) && (goodFirst || isOpenToAll())) {
      requireLetIn(ticket, first);
    }
    if (state == CableState.WHOLE) {
      park.awaitAllStored();
      park.awaitCurrent();
    }
    enter(goodFirst ? park.gate() : park.otherGate(), ticket);
  }

  /** Whether the gate behind the bad cable has its list, and nobody closed it. */
  private boolean isOpenToAll() {
    return switch (traffic) {
      case SALE, REFUND, UPLOAD -> true;
      case COMMAND, SNAPSHOT -> false;
    };
  }

  /** A ticket that needs nobody's word opens at its first gate, whatever its cable is like. */
  private void requireLetIn(SoakPark.Ticket ticket, GateHouse.Decision decision) {
    played.require(
        decision.isAdmission(),
        "the holder of %s was kept out: %s".formatted(ticket.number(), decision.reason()));
  }

  /** Those who bought just now: a gate need not have heard of it. */
  private void sellAndEnter(int tickets) {
    for (SoakPark.Ticket ticket : park.sell(park.as("clerk"), tickets)) {
      through.put(ticket, 0);
      requireLetIn(ticket, enter(park.gate(), ticket));
    }
  }

  private void refund() {
    park.as("clerk").post("/tickets/" + refunded.number() + "/refund", new JsonObject());
  }

  /** The last mode that took effect is the gate's, whatever became of the others. */
  private void command() {
    send(MODES.get(random.nextInt(MODES.size())));
    send("controlled");
  }

  private void send(String action) {
    var scope = new JsonObject().put("kind", "gate").put("code", park.gate().code());
    var command = new JsonObject().put("scope", scope).put("action", action);
    batches.add(park.as("control").post("/commands", command).getString("batch"));
  }

  private void makeEvents() {
    for (int i = 0; i < REFUSALS; i++) {
      park.gate().show(Credential.qr("NOBODY%04dSOLDTHISTICKET".formatted(random.nextInt(10_000))));
    }
    sellAndEnter(2);
  }

  private void start() {
    park.gate().program().start();
    park.gate().awaitAnswer();
  }

  private GateHouse.Decision enter(GateHouse gate, SoakPark.Ticket ticket) {
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, SoakPark.PATIENCE);
    var decision = gate.showAndAwaitOpening(ticket.qr(), SoakPark.PATIENCE);
    if (decision.isAdmission()) {
      through.merge(ticket, gate.walk(Walk.in()).passed(), Integer::sum);
    }
    played.note(
        "ticket %s at %s: %s"
            .formatted(
                ticket.number(), gate.code(), decision.isAdmission() ? "in" : decision.reason()));
    return decision;
  }

  // ---- What must come of it ----

  void requireTrue(CableState state) throws IOException {
    var one = park.requireBooksAgree(park.gate(), played);
    var other = park.requireBooksAgree(park.otherGate(), played);
    var reported = park.as("viewer").get("/duplicates?limit=500").getJsonArray("duplicates");
    var used = new HashMap<SoakPark.Ticket, Long>();
    through.forEach(
        (ticket, people) -> {
          var here = one.of(ticket.number());
          var there = other.of(ticket.number());
          used.put(ticket, here.used + there.used);
          played.count("people through", people);
          played.require(
              used.get(ticket) - here.assumed - there.assumed <= people,
              "%d went in on %s, %d are said to have; %s, %s"
                  .formatted(people, ticket.number(), used.get(ticket), here, there));
          played.require(
              used.get(ticket) <= (state == CableState.WHOLE || ticket.equals(strict) ? 1 : 2),
              used.get(ticket)
                  + " went in on ticket "
                  + ticket.number()
                  + " for one, with one gate alone");
          long duplicates =
              reported.stream()
                  .map(JsonObject.class::cast)
                  .filter(each -> ticket.number().equals(each.getString("ticket")))
                  .count();
          played.count("duplicates", duplicates);
          played.require(
              duplicates == Math.max(0, used.get(ticket) - 1),
              "%d went in on ticket %s for one, %d duplicates are reported"
                  .formatted(used.get(ticket), ticket.number(), duplicates));
        });
    requireAccounted(used, one, other);
    requireObeyed(state);
    if (used.get(shared) > 0) {
      requireRefused(shared, "USED_UP");
    }
    if (traffic == BrokenLinks.Traffic.REFUND) {
      requireRefused(refunded, "REVOKED");
    }
  }

  /**
   * Everybody who went in used an entry, but for those who came so late that theirs had been given
   * back: each of them is told as a pass on no right, with its alarm.
   */
  private void requireAccounted(
      Map<SoakPark.Ticket, Long> used, StoredEvents one, StoredEvents other) {
    var unpaid = new TreeMap<String, String>();
    long people = 0;
    for (var each : through.entrySet()) {
      String ticket = each.getKey().number();
      long without = each.getValue() - used.get(each.getKey());
      if (without > 0) {
        people += without;
        unpaid.put(ticket, "here %s, there %s".formatted(one.of(ticket), other.of(ticket)));
      }
    }
    long forced = park.forced() - forcedBefore;
    played.count("people through whose entry had been given back", people);
    played.require(
        people <= forced,
        "%d went in whom no ticket accounts for, and %d are told as passes on no right: %s"
            .formatted(people, forced, unpaid));
  }

  private void requireRefused(SoakPark.Ticket ticket, String reason) {
    for (GateHouse gate : List.of(park.gate(), park.otherGate())) {
      gate.awaitArm(arm -> arm == ArmPosition.LOCKED, SoakPark.PATIENCE);
      var decision = gate.show(ticket.qr());
      played.require(
          decision.reason().equals(reason),
          "ticket %s at %s: expected %s, got '%s'"
              .formatted(ticket.number(), gate.code(), reason, decision.reason()));
    }
  }

  /** Commands over a sound cable are answered, and the gate's mode is what the answers say. */
  private void requireObeyed(CableState state) {
    String mode = "CONTROLLED";
    for (String batch : batches) {
      var command =
          Await.until(
              "a command to be answered or too late",
              SoakPark.PATIENCE,
              () ->
                  park.as("viewer")
                      .get("/commands?batch=" + batch)
                      .getJsonArray("commands")
                      .getJsonObject(0),
              answered -> !answered.getString("outcome").equals("PENDING"));
      played.count("commands " + command.getString("outcome"), 1);
      played.require(
          state != CableState.WHOLE || command.getString("outcome").equals("DONE"),
          "a command over a sound cable came to " + command.getString("outcome"));
      if (command.getString("outcome").equals("DONE")) {
        mode = command.getString("action").replace('-', '_').toUpperCase(java.util.Locale.ROOT);
      }
    }
    String actual = park.gate().ops().health().mode();
    played.require(
        batches.isEmpty() || actual.equals(mode),
        "the gate is " + actual + ", answered was " + mode);
    if (!actual.equals("CONTROLLED")) {
      send("controlled");
      park.gate()
          .awaitHealth(
              "to be controlled", SoakPark.PATIENCE, health -> health.mode().equals("CONTROLLED"));
    }
  }
}
