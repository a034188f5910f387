package org.shanmen.sim.soak;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.protocol.wire.Event;
import org.shanmen.sim.SimulatorLog;

/**
 * A process that works on a gate's books until its disk or itself is gone, and says what it found
 * and what is safe, a line each: {@link Ext4Oracle} listens. Arguments: directory, the seed of what
 * is sold, the seed of what happens.
 */
public final class Ext4Books {
  /** Behind everything that was found. */
  static final String FOUND_ALL = "FOUND_ALL";

  private static final int UPLOAD_BYTES = 4 << 10;
  private static final int MOST_TICKETS = 20_000;

  private final long salesSeed;
  private final Random random;
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final SoakClock clock = new SoakClock();
  private final SoakGate gate;
  private final ModelCentre centre = new ModelCentre(new Played());
  private final SoakTickets tickets = new SoakTickets();
  private final Map<Long, Long> saidSafe = new HashMap<>();
  private long saidWritten;

  private Ext4Books(Path data, long salesSeed, Random random) {
    this.salesSeed = salesSeed;
    this.random = random;
    gate = new SoakGate(1, data, PowerPolicy.OVERLAPPED, clock);
  }

  public static void main(String[] arguments) {
    System.setProperty("SHANMEN_SIM_LOG", "OFF");
    SimulatorLog.start();
    var books =
        new Ext4Books(
            Path.of(arguments[0]),
            Long.parseLong(arguments[1]),
            new Random(Long.parseLong(arguments[2])));
    try {
      books.find();
      books.work();
    } catch (RuntimeException e) {
      books.out.println("BROKE " + e);
    }
  }

  private void find() {
    gate.start();
    gate.retained().forEach(event -> out.println("KEPT " + told(event)));
    if (gate.whitelist().isDamaged()) {
      out.println("DAMAGED " + gate.whitelist().damage());
    }
    out.println("LIST " + gate.whitelist().version() + " " + hash());
    out.println(FOUND_ALL);
    while (centre.version() < gate.whitelist().version()) {
      sell(); // what the earlier processes sold
    }
  }

  private void work() {
    while (tickets.sold().size() < MOST_TICKETS) {
      switch (random.nextInt(6)) {
        case 0 -> sell();
        case 1, 2 -> visit();
        case 3 -> apply();
        case 4 -> gate.letFsyncsEnd();
        default -> {
          clock.pass(1_000L + random.nextInt(10_000));
          gate.turn();
        }
      }
      sayWritten();
      saySafe();
    }
  }

  /** The same tickets in every process of a round. */
  private void sell() {
    var ticket = tickets.sell(new Random(salesSeed + tickets.sold().size()));
    centre.put(tickets.right(ticket, 1_777_600_800_000L));
  }

  private void visit() {
    if (tickets.sold().isEmpty()) {
      return;
    }
    clock.pass(5_000);
    gate.turn();
    gate.show(tickets.sold().get(random.nextInt(tickets.sold().size())).code());
    for (int i = 0; i < 4 && gate.isOpen(); i++) {
      gate.walkIn();
    }
  }

  private void apply() {
    if (centre.version() == gate.whitelist().version()) {
      return;
    }
    out.println(
        "MAY " + centre.version() + " " + Long.toHexString(centre.hashAt(centre.version())));
    gate.download(centre);
    if (gate.whitelist().version() == centre.version()) {
      out.println("APPLIED " + centre.version());
    }
  }

  private void sayWritten() {
    for (Event event : gate.retained()) {
      if (event.getEpoch() == gate.journal().epoch() && event.getSequence() > saidWritten) {
        saidWritten = event.getSequence();
        out.println("WROTE " + told(event));
      }
    }
  }

  private void saySafe() {
    for (long epoch : gate.journal().epochs()) {
      long from = saidSafe.getOrDefault(epoch, 0L) + 1;
      for (Event event : gate.journal().readFrom(epoch, from, UPLOAD_BYTES)) {
        saidSafe.put(epoch, event.getSequence());
        out.println("SAFE " + told(event));
      }
    }
  }

  private String hash() {
    return Long.toHexString(gate.whitelist().hash());
  }

  private static String told(Event event) {
    return event.getEpoch()
        + "/"
        + event.getSequence()
        + " "
        + event.getKind()
        + ":"
        + event.getRight()
        + ":"
        + event.getAtMillis();
  }
}
