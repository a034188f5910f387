package org.shanmen.sim.soak.park;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One connection between a gate and the centre, as its two ends see it: bytes arrive in order,
 * late, or not while the way is blocked; each end learns for itself that it is over, and what was
 * on its way may arrive long after. One thread.
 */
final class Cable {
  /** An end of it. */
  interface End {
    /**
     * Takes bytes.
     *
     * @param news more than a heartbeat or the answer to one
     */
    void receive(byte[] bytes, boolean news);

    /** The other end was closed. */
    void closed();
  }

  /** One direction. */
  private final class Way {
    private final End end;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private long lastMillis;
    private long waiting;
    private boolean blocked;
    private boolean ended;

    Way(End end) {
      this.end = end;
    }

    void send(Runnable arrival) {
      if (blocked) {
        held.add(arrival);
        return;
      }
      lastMillis = Math.max(lastMillis, agenda.millis() + wire.latencyMillis());
      agenda.at(
          lastMillis,
          () -> {
            if (!ended) {
              arrival.run();
            }
          });
    }

    void send(byte[] bytes, boolean news) {
      waiting += bytes.length;
      send(
          () -> {
            waiting -= bytes.length;
            end.receive(bytes, news);
          });
    }

    void open() {
      blocked = false;
      while (!held.isEmpty()) {
        send(held.remove());
      }
    }
  }

  private final Agenda agenda;
  private final Wire wire;
  private final Way up;
  private final Way down;

  Cable(Agenda agenda, Wire wire, End centre, End gate) {
    this.agenda = agenda;
    this.wire = wire;
    this.up = new Way(centre);
    this.down = new Way(gate);
    block(wire.upBlocked(), wire.downBlocked());
  }

  void sendUp(byte[] bytes) {
    up.send(bytes, true);
  }

  void sendDown(byte[] bytes, boolean news) {
    down.send(bytes, news);
  }

  /** Bytes that the gate has sent and that have not arrived. */
  long waitingUp() {
    return up.waiting;
  }

  /** Bytes that the centre has sent and that have not arrived. */
  long waitingDown() {
    return down.waiting;
  }

  /** From now on nothing arrives in these directions until {@link #open}. */
  void block(boolean upwards, boolean downwards) {
    up.blocked |= upwards;
    down.blocked |= downwards;
  }

  /** What was held back arrives now. */
  void open() {
    up.open();
    down.open();
  }

  /** The gate closed its end, and its system says so. */
  void closeGate() {
    loseGate();
    up.send(up.end::closed);
  }

  /** The gate's end is gone without a word. */
  void loseGate() {
    down.ended = true;
  }

  /** The centre closed its end. */
  void closeCentre() {
    up.ended = true;
    down.send(down.end::closed);
  }
}
