package org.shanmen.sim.soak.park;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;
import org.shanmen.sim.soak.Played;

/**
 * A model of the centre, as gates must find it: every event stored once by (gate, epoch, sequence),
 * acknowledged after a commit that a restart may come before; one change log with the set's hash at
 * every version, pruned now and then; commands sent until they are answered. One thread.
 */
final class ParkCentre {
  private static final int FANOUT_MILLIS = 5;
  private static final int COMMIT_MILLIS = 25;

  final Agenda agenda;
  final Played played;
  final Map<Integer, GateSite> sites = new HashMap<>();
  final Map<Long, Ticket> tickets = new LinkedHashMap<>();

  private final Map<Long, Ticket> byFingerprint = new HashMap<>();
  final Random random;
  final ParkClaims claims = new ParkClaims(this);
  private final Map<Long, List<Use>> usesByRight = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Long> hashes = new ArrayList<>(List.of(0L));
  private final Map<Integer, byte[]> templates = new LinkedHashMap<>();
  private final Map<Long, byte[]> rights = new TreeMap<>();
  private final List<byte[]> uses = new ArrayList<>();
  private final Map<Integer, TreeMap<Long, TreeMap<Long, Event>>> stored = new TreeMap<>();
  private final Map<Integer, CentreSession> sessions = new TreeMap<>();
  private final Map<Integer, Map<String, Command>> commands = new TreeMap<>();
  private final Map<Integer, Long> acknowledgedVersions = new TreeMap<>();
  private final Map<Long, List<Change>> snapshots = new TreeMap<>();
  private long prunedBelow;
  private boolean up = true;
  private int life;
  private boolean fanningOut;

  ParkCentre(Agenda agenda, Played played, Random random) {
    this.agenda = agenda;
    this.played = played;
    this.random = random;
  }

  boolean isUp() {
    return up;
  }

  // ---- Change log ----

  long version() {
    return changes.size();
  }

  long hashAt(long version) {
    return hashes.get(Math.toIntExact(version));
  }

  /** The oldest version from which deltas lead on. */
  long prunedBelow() {
    return prunedBelow;
  }

  /** Forgets the log but for the last changes. */
  void prune(int keeping) {
    prunedBelow = Math.max(prunedBelow, version() - keeping);
  }

  void define(TicketTemplate template) {
    byte[] body = template.toByteArray();
    templates.put(template.getId(), body);
    log(
        Change.newBuilder().setPutTemplate(ByteString.copyFrom(body)).build(),
        SetHash.ofTemplate(body));
  }

  /** A ticket was sold, or is otherwise than it was. */
  void put(Ticket ticket) {
    tickets.putIfAbsent(ticket.id, ticket);
    byFingerprint.put(ticket.right.getFingerprints(0), ticket);
    byte[] body = ticket.right.toByteArray();
    byte[] old = rights.put(ticket.id, body);
    long gone = old == null ? 0 : SetHash.ofRight(old);
    log(
        Change.newBuilder().setPutRight(ByteString.copyFrom(body)).build(),
        SetHash.ofRight(body) - gone);
    ticket.history.put(version(), ticket.right);
  }

  /** Whose code it is or was; null if nobody's. */
  Ticket byFingerprint(long fingerprint) {
    return byFingerprint.get(fingerprint);
  }

  private void log(Change change, long hash) {
    changes.add(change);
    hashes.add(hashes.get(hashes.size() - 1) + hash);
    if (!fanningOut) {
      fanningOut = true;
      agenda.in(1 + random.nextInt(FANOUT_MILLIS), this::fanOut);
    }
  }

  private void fanOut() {
    fanningOut = false;
    sessions.values().forEach(CentreSession::follow);
  }

  Delta since(long version) {
    return Delta.newBuilder()
        .setBaseVersion(version)
        .setTargetVersion(version())
        .setTargetHash(hashAt(version()))
        .addAllChanges(changes.subList(Math.toIntExact(version), changes.size()))
        .build();
  }

  /** The whole set, in the order in which a snapshot carries it. */
  private List<Change> all() {
    var all = new ArrayList<Change>();
    templates.values().forEach(body -> all.add(templateChange(body)));
    rights
        .values()
        .forEach(
            body -> all.add(Change.newBuilder().setPutRight(ByteString.copyFrom(body)).build()));
    uses.forEach(body -> all.add(Change.newBuilder().setAddUse(ByteString.copyFrom(body)).build()));
    return all;
  }

  private static Change templateChange(byte[] body) {
    return Change.newBuilder().setPutTemplate(ByteString.copyFrom(body)).build();
  }

  /** The whole set as it is now; kept for a while, so that a gate may go on with it. */
  List<Change> keepSnapshot() {
    return snapshots.computeIfAbsent(version(), now -> all());
  }

  /** A snapshot that was begun, while deltas lead on from it. */
  Optional<List<Change>> keptSnapshot(long version) {
    snapshots.keySet().removeIf(old -> old < prunedBelow);
    return Optional.ofNullable(snapshots.get(version));
  }

  /** A gate says that this version is in force and on its disk. */
  void inForce(int gate, long version, long hash) {
    played.require(
        version <= version() && hash == hashAt(version),
        "gate %d says that version %d is in force with a hash that it never had"
            .formatted(gate, version));
    acknowledgedVersions.merge(gate, version, Math::max);
  }

  /** The newest version that a gate said to hold. */
  long acknowledgedVersion(int gate) {
    return acknowledgedVersions.getOrDefault(gate, 0L);
  }

  // ---- Events ----

  /** From which event of an epoch on everything is missing. */
  long wants(int gate, long epoch) {
    var events = epochs(gate).get(epoch);
    return events == null ? 1 : events.lastKey() + 1;
  }

  private TreeMap<Long, TreeMap<Long, Event>> epochs(int gate) {
    return stored.computeIfAbsent(gate, number -> new TreeMap<>());
  }

  boolean holds(int gate, Event event) {
    var events = epochs(gate).get(event.getEpoch());
    return events != null && events.containsKey(event.getSequence());
  }

  /** How many events of a gate there are. */
  int eventsOf(int gate) {
    return epochs(gate).values().stream().mapToInt(Map::size).sum();
  }

  /** Commits later, unless the centre dies before; then says so to whoever sent them. */
  void take(CentreSession from, List<Event> events) {
    int lifeNow = life;
    from.committing(
        1 + random.nextInt(COMMIT_MILLIS),
        () -> {
          if (lifeNow == life) {
            store(from, events);
          }
        });
  }

  /** Does something then, unless the centre dies before. */
  void inThisLife(long atMillis, Runnable what) {
    int lifeNow = life;
    agenda.at(
        atMillis,
        () -> {
          if (lifeNow == life) {
            what.run();
          }
        });
  }

  /** What is stored of an epoch, by sequence. */
  TreeMap<Long, Event> stored(int gate, long epoch) {
    return epochs(gate).getOrDefault(epoch, new TreeMap<>());
  }

  /** What is stored of a gate, epoch by epoch. */
  Iterable<TreeMap<Long, Event>> storedOf(int gate) {
    return epochs(gate).values();
  }

  /** All uses of a right that are stored. */
  List<Use> usesOf(long right) {
    return usesByRight.getOrDefault(right, List.of());
  }

  private void store(CentreSession from, List<Event> events) {
    for (Event event : events) {
      store(from.gate(), event);
    }
    claims.endWhatIsOver(from.gate());
    Event last = events.get(events.size() - 1);
    from.acknowledge(
        EventsAck.newBuilder()
            .setEpoch(last.getEpoch())
            .setSequence(wants(from.gate(), last.getEpoch()) - 1)
            .setWhitelistVersion(version())
            .build());
  }

  private void store(int gate, Event event) {
    var known = epochs(gate).computeIfAbsent(event.getEpoch(), epoch -> new TreeMap<>());
    var earlier = known.putIfAbsent(event.getSequence(), event);
    if (earlier == null) {
      use(sites.get(gate), event);
    } else if (!earlier.equals(event)) {
      played.violated(
          "gate %d: number %d names %s and %s"
              .formatted(gate, event.getSequence(), earlier.getKind(), event.getKind()));
    }
  }

  private void use(GateSite site, Event event) {
    boolean uses = event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED;
    if (!uses || event.getRight() == 0) {
      return;
    }
    var use =
        Use.newBuilder()
            .setRight(event.getRight())
            .setGateNumber(site.number())
            .setEpoch(event.getEpoch())
            .setSequence(event.getSequence())
            .setPeople(event.getPeople())
            .setAtMillis(event.getAtMillis())
            .setDirection(event.getDirection())
            .setArea(site.area())
            .setCheckPoint(site.checkPoint())
            .setFeeFen(event.getFeeFen())
            .build();
    usesByRight.computeIfAbsent(event.getRight(), right -> new ArrayList<>(1)).add(use);
    byte[] body = use.toByteArray();
    this.uses.add(body);
    log(Change.newBuilder().setAddUse(ByteString.copyFrom(body)).build(), SetHash.ofUse(body));
    var ticket = tickets.get(event.getRight());
    if (ticket != null) {
      ticket.learnt.add(new Ticket.Learnt(version(), Books.trace(site.number(), event)));
    }
  }

  // ---- Sessions and commands ----

  /** Somebody connects; who it is he says himself. */
  CentreSession accept() {
    return new CentreSession(this);
  }

  /** A gate has greeted; it may have an older connection. */
  void greeted(CentreSession session) {
    var older = sessions.put(session.gate(), session);
    if (older != null && older != session) {
      older.supersede();
    }
    commands.getOrDefault(session.gate(), Map.of()).values().forEach(session::command);
  }

  void ended(CentreSession session) {
    sessions.remove(session.gate(), session);
  }

  /** Keeps a command until it is answered or late. */
  void order(int gate, Command command) {
    commands.computeIfAbsent(gate, number -> new LinkedHashMap<>()).put(command.getId(), command);
    var session = sessions.get(gate);
    if (up && session != null) {
      session.command(command);
    }
    agenda.at(command.getExpiresAtMillis() + 1, () -> commands.get(gate).remove(command.getId()));
  }

  void answered(int gate, CommandResult result) {
    played.note("  N" + gate + " answers " + result.getId() + " " + result.getOutcome());
    commands.getOrDefault(gate, Map.of()).remove(result.getId());
  }

  // ---- Faults ----

  /** Dies, with all that was not committed; connections break. */
  void die() {
    up = false;
    life++;
    List.copyOf(sessions.values()).forEach(CentreSession::drop);
    sessions.clear();
  }

  void start() {
    up = true;
  }
}
