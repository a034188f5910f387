package org.shanmen.sim.soak.park;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.shanmen.gate.journal.JournalFailed;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.gate.whitelist.WhitelistFailed;
import org.shanmen.sim.soak.Played;
import org.shanmen.sim.soak.disk.PowerCut;
import org.shanmen.sim.soak.disk.SimulatedDisk;
import org.shanmen.sim.soak.disk.Trouble;

/**
 * One gate of the park: its lane, its machine with disk and clock, its wire to the centre, and
 * whatever life of its program runs now. Takes turns often while something goes on and seldom while
 * nothing does. One thread.
 */
final class ParkGate implements Cable.End {
  private static final long DISK_BYTES = 96L << 20;

  /** So long after something happened turns come so often. */
  private static final long[][] TURNS = {{11_000, 500}, {75_000, 4_000}, {620_000, 60_000}};

  private static final long SELDOM_MILLIS = 300_000;

  /** A link speaks so long after it had something to say, then it rests. */
  private static final long LINK_STAYS_AWAKE_MILLIS = 3_000;

  private static final int START_AGAIN_MILLIS = 5_000;

  final GateSite site;
  final Wire wire;
  final LanePlant lane;
  final GateClock clock;
  final SimulatedDisk disk;
  final Books books;

  private final Agenda agenda;
  private final Played played;
  private final ParkCentre centre;
  private final GateOracle oracle;
  private final Random random;
  private final Program.Around around;

  /** The life that runs; null between two. */
  Program program;

  private Cable cable;
  private int life;
  private boolean powered = true;
  private boolean powerWasGone;
  private boolean working;
  private long happenedMillis;
  private long turnMillis = Long.MAX_VALUE;
  private int turnNumber;
  private long awakeUntilMillis;
  private long restedNanos;
  private long restingSinceNanos;
  private boolean connecting;
  private boolean powerGoes;

  /** Somebody else's lane. */
  ParkGate other;

  ParkGate(
      GateSite site,
      Agenda agenda,
      ParkCentre centre,
      PromisedEntries promised,
      Played played,
      Path lending,
      Random random) {
    this.site = site;
    this.agenda = agenda;
    this.centre = centre;
    this.played = played;
    this.random = random;
    this.wire = new Wire(random);
    this.clock = new GateClock(agenda);
    this.disk = new SimulatedDisk(lending.resolve(site.name()), DISK_BYTES);
    this.books = new Books(played, site.number());
    this.oracle = new GateOracle(this, centre, promised, played);
    this.lane = new LanePlant(agenda, this::signal);
    disk.watch(
        (file, bytes) -> {
          if (file.startsWith("/journal/")) {
            books.wrote(bytes);
          }
        });
    var policy = random.nextInt(4) == 0 ? PowerPolicy.BEFORE_RELEASE : PowerPolicy.OVERLAPPED;
    this.around =
        new Program.Around(
            site,
            disk.path("/"),
            policy,
            800 + random.nextInt(6_000),
            agenda,
            clock,
            this::linkNanos,
            this::fsync,
            Runnable::run,
            random,
            new WatchedArm(),
            this::showOther,
            millis -> agenda.in(millis, this::turn));
  }

  PowerPolicy policy() {
    return around.policy();
  }

  boolean isOn() {
    return program != null;
  }

  boolean isPowered() {
    return powered;
  }

  // ---- Life and death ----

  /** Starts the program; it tries again if the disk does not let it. */
  void start() {
    if (isOn() || !powered) {
      return;
    }
    alive(
        () -> {
          Program fresh;
          try {
            fresh = new Program(around);
          } catch (JournalFailed | WhitelistFailed e) {
            played.note(site.name() + " cannot start: " + e.getMessage());
            played.count("starts that failed", 1);
            disk.killPrograms();
            agenda.in(START_AGAIN_MILLIS, this::start);
            return;
          }
          program = fresh;
          life++;
          oracle.started(powerWasGone);
          powerWasGone = false;
          fresh.begin();
          oracle.look();
          lane.tellLevels();
          happened();
          connectSoon();
        });
  }

  /** The program is killed; its system closes the connection. */
  void kill() {
    if (!isOn()) {
      return;
    }
    played.note(site.name() + " is killed");
    played.count("kills", 1);
    oracle.died();
    program = null;
    disk.trouble(Trouble.NONE);
    disk.killPrograms();
    if (cable != null) {
      cable.closeGate();
      cable = null;
    }
    lane.abandoned();
  }

  /** The power of the gate goes, and with it what its disk had not made safe. */
  void losePower() {
    if (!powered) {
      return;
    }
    played.note(site.name() + " loses its power");
    played.count("power cuts", 1);
    powered = false;
    powerWasGone = true;
    oracle.died();
    program = null;
    books.losePower();
    disk.trouble(Trouble.NONE);
    try {
      disk.cutPower(random);
    } catch (IOException e) {
      throw new IllegalStateException("the simulated disk lends real files", e);
    }
    if (cable != null) {
      cable.loseGate();
      cable = null;
    }
    lane.abandoned();
    lane.power(false);
  }

  /** The power comes back, and with it the program. */
  void powerUp() {
    powered = true;
    lane.power(true);
    start();
  }

  /** The power will go with one of the next operations of the disk. */
  void losePowerSoon() {
    long at = disk.operations() + 1 + random.nextInt(6);
    disk.trouble(
        (number, operation, file) -> {
          powerGoes |= number >= at;
          return powerGoes ? Trouble.Fate.POWER_GOES : Trouble.Fate.DONE;
        });
  }

  /** Does something with the program, through which the power may go. */
  private void alive(Runnable what) {
    boolean outermost = !working;
    working = true;
    try {
      what.run();
    } catch (PowerCut gone) {
      if (!outermost) {
        throw gone;
      }
    } finally {
      if (outermost) {
        working = false;
      }
    }
    if (outermost && powerGoes) {
      // Also when the program took it for a failing disk.
      powerGoes = false;
      losePower();
      agenda.in(10_000 + random.nextInt(600_000), this::powerUp);
    }
  }

  private void fsync(Runnable task) {
    int now = life;
    boolean starting = program == null;
    long millis = random.nextInt(50) == 0 ? random.nextInt(400) : 1 + random.nextInt(8);
    agenda.in(
        millis,
        () -> {
          if (isOn() && (life == now || (starting && life == now + 1))) {
            alive(
                () -> {
                  task.run();
                  books.forced(program.journal);
                  flush();
                });
          }
        });
  }

  // ---- People and wires ----

  /** Somebody shows a credential. */
  void show(Ticket ticket, String code, Spot spot) {
    signal(new Signal.Presented(ticket.credential, code, "reader", spot, agenda.nanos()));
  }

  private void signal(Signal signal) {
    if (isOn()) {
      if (signal instanceof Signal.FireLoop fire) {
        oracle.fireTold(fire.broken());
      }
      program.inputs.offer(signal);
      happened();
      turn();
    }
  }

  private void showOther(boolean open) {
    if (other != null) {
      agenda.in(1, () -> other.lane.otherLane(open));
    }
  }

  /** What is told to the arm; the oracle asks why. */
  private final class WatchedArm implements org.shanmen.gate.lane.port.Arm {
    @Override
    public void move(ArmPosition position) {
      oracle.moved(lane.asked(), position);
      lane.move(position);
    }
  }

  // ---- Turns ----

  /** Something happened: whatever follows from it is due in the next seconds. */
  void happened() {
    happenedMillis = agenda.millis();
    turnIn(TURNS[0][1]);
  }

  private void turnIn(long millis) {
    long at = agenda.millis() + millis;
    if (at >= turnMillis) {
      return;
    }
    turnMillis = at;
    int number = ++turnNumber;
    agenda.at(
        at,
        () -> {
          if (number == turnNumber) {
            turnMillis = Long.MAX_VALUE;
            turn();
            turnIn(pace());
          }
        });
  }

  private long pace() {
    long quiet = agenda.millis() - happenedMillis;
    for (long[] each : TURNS) {
      if (quiet < each[0]) {
        return each[1];
      }
    }
    return SELDOM_MILLIS;
  }

  void turn() {
    if (!isOn() || working) {
      return;
    }
    alive(
        () -> {
          program.loop.turn();
          oracle.look();
          oracle.lookAtFire();
          oracle.lookAtQueues();
          program.link.turn();
          flush();
        });
  }

  // ---- Link ----

  /** The link's own time, which rests while it has nothing to say. */
  private long linkNanos() {
    long now = restingSinceNanos >= 0 ? restingSinceNanos : agenda.nanos();
    return now - restedNanos;
  }

  /** The link has something to say, or may have. */
  void wake(long millis) {
    long until = agenda.millis() + millis;
    if (restingSinceNanos >= 0) {
      restedNanos += agenda.nanos() - restingSinceNanos;
      restingSinceNanos = -1;
      awakeUntilMillis = until;
      agenda.in(1_000, this::tick);
    }
    awakeUntilMillis = Math.max(awakeUntilMillis, until);
  }

  /** Once a second while the link is awake. */
  private void tick() {
    if (restingSinceNanos >= 0) {
      return;
    }
    linkTurn();
    if (agenda.millis() >= awakeUntilMillis) {
      restingSinceNanos = agenda.nanos();
    } else {
      agenda.in(1_000, this::tick);
    }
  }

  private void linkTurn() {
    if (isOn()) {
      alive(
          () -> {
            program.link.turn();
            flush();
          });
    }
  }

  /** Sends what the link wants sent, and sees whether it still stands. */
  private void flush() {
    if (!isOn()) {
      return;
    }
    for (byte[] frame : program.link.takeSent()) {
      if (cable != null) {
        cable.sendUp(frame);
        oracle.lookAtWire(cable.waitingUp());
      }
    }
    if (cable != null && !program.link.isConnected()) {
      cable.closeGate();
      cable = null;
      connectSoon();
    }
  }

  /** Connects after the pause that the link itself draws. */
  private void connectSoon() {
    if (connecting) {
      return;
    }
    connecting = true;
    wake(20_000);
    agenda.in(isOn() ? program.link.pauseMillis() : 1_000, this::connect);
  }

  private void connect() {
    connecting = false;
    if (!isOn() || program.link.isConnected()) {
      return;
    }
    if (wire.isDown() || !centre.isUp()) {
      // Whoever mends it calls.
      return;
    }
    wake(20_000);
    var far = centre.accept();
    cable = new Cable(agenda, wire, far, this);
    far.through(cable);
    alive(
        () -> {
          program.link.connect();
          flush();
        });
  }

  @Override
  public void receive(byte[] bytes, boolean news) {
    if (isOn()) {
      if (news) {
        wake(LINK_STAYS_AWAKE_MILLIS);
      }
      alive(
          () -> {
            program.link.receive(bytes);
            flush();
          });
      if (news) {
        turn();
      }
    }
  }

  @Override
  public void closed() {
    cutHere();
  }

  /** The gate's end breaks at once; what it sent may still arrive. */
  void cutHere() {
    if (isOn() && cable != null) {
      alive(
          () -> {
            program.link.cut();
            flush();
          });
      happened();
    }
  }

  /** The centre runs again. */
  void mendedAfar() {
    connectSoon();
  }

  /** Half open: nothing arrives in these directions until the way is mended. */
  void block(boolean upwards, boolean downwards) {
    wire.block(upwards, downwards);
    if (cable != null) {
      cable.block(upwards, downwards);
    }
    wake(30_000);
  }

  /** The way is good again; connections that stood may stand still. */
  void mend(boolean connectionSurvives) {
    wire.block(false, false);
    wire.down(false);
    wire.slow(0);
    if (cable != null) {
      cable.open();
      if (!connectionSurvives) {
        cutHere();
      }
    }
    wake(30_000);
    connectSoon();
  }
}
