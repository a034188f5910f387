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

  /** A link speaks so long after it had something to say, then it rests. */
  private static final long LINK_STAYS_AWAKE_MILLIS = 3_000;

  /** Likewise after a list that its disk did not take: it tries that again twice. */
  private static final long UNSAVED_STAYS_AWAKE_MILLIS = 32_000;

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
  private final Turns turns;

  /** Others wake it when what the gate waits for is there. */
  final LinkTime linkTime;

  /** The life that runs; null between two. */
  Program program;

  private Cable cable;
  private int life;
  private boolean powered = true;
  private boolean powerWasGone;
  private boolean working;
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
    this.turns = new Turns(agenda, this::turn);
    this.linkTime = new LinkTime(agenda, this::linkTurn);
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
            linkTime::nanos,
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
          turns.happened();
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
      turns.happened();
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
    linkTime.wake(20_000);
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
    linkTime.wake(20_000);
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
        linkTime.wake(LINK_STAYS_AWAKE_MILLIS);
      }
      alive(
          () -> {
            program.link.receive(bytes);
            flush();
          });
      if (news && isOn() && program.whitelist.isUnsaved()) {
        linkTime.wake(UNSAVED_STAYS_AWAKE_MILLIS);
      }
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
      turns.happened();
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
    linkTime.wake(30_000);
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
    linkTime.wake(30_000);
    connectSoon();
  }
}
