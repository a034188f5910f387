package org.shanmen.gate;

import java.util.ArrayDeque;
import java.util.Queue;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.link.LinkListener;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * Where devices and link leave what the loop must know. Thread-safe and bounded. A scanner that
 * goes mad cannot crowd out a beam or the fire loop: presentations queue by themselves and are
 * served last.
 */
public final class LaneInputs implements Inbox, LinkListener {
  /** What the link tells. */
  sealed interface Notice {
    record Welcomed(LaneSettings lane) implements Notice {}

    record Commanded(Command command) implements Notice {}

    record AreaStated(AreaState area) implements Notice {}

    record Claimed(ClaimReply reply) implements Notice {}

    record Revoked() implements Notice {}

    record WhitelistChanged() implements Notice {}

    record LinkChanged(boolean up) implements Notice {}
  }

  /** Never refused: a breaking and a closing at most, for a loop that was broken is a fire. */
  private final Queue<Signal.FireLoop> fireLoop = new ArrayDeque<>();

  private final Queue<Signal> urgent = new ArrayDeque<>();
  private final Queue<Signal.Presented> presented = new ArrayDeque<>();
  private final Queue<Notice> notices = new ArrayDeque<>();
  private boolean whitelistChanged;
  private boolean stopping;
  private long dropped;

  @Override
  public synchronized boolean offer(Signal signal) {
    if (signal instanceof Signal.FireLoop loop) {
      heard(loop);
      notifyAll();
      return true;
    }
    boolean taken =
        signal instanceof Signal.Presented presentation
            ? presented.size() < Limits.PRESENTATIONS && presented.add(presentation)
            : urgent.size() < Limits.URGENT_SIGNALS && urgent.add(signal);
    if (!taken) {
      dropped++;
    }
    notifyAll();
    return taken;
  }

  private void heard(Signal.FireLoop now) {
    boolean broke = now.broken() || fireLoop.stream().anyMatch(Signal.FireLoop::broken);
    fireLoop.clear();
    if (broke) {
      fireLoop.add(new Signal.FireLoop(true));
    }
    if (!now.broken()) {
      fireLoop.add(now);
    }
  }

  @Override
  public void onWelcome(LaneSettings lane, long centreTimeMillis) {
    notice(new Notice.Welcomed(lane));
  }

  @Override
  public void onCommand(Command command) {
    notice(new Notice.Commanded(command));
  }

  @Override
  public void onAreaState(AreaState area) {
    notice(new Notice.AreaStated(area));
  }

  @Override
  public void onClaimReply(ClaimReply reply) {
    notice(new Notice.Claimed(reply));
  }

  /** Never refused: it comes once, and behind every welcome, which must not undo it. */
  @Override
  public synchronized void onRevoked() {
    notices.add(new Notice.Revoked());
    notifyAll();
  }

  @Override
  public synchronized void onWhitelistChanged() {
    whitelistChanged = true;
  }

  @Override
  public void onLink(boolean up) {
    notice(new Notice.LinkChanged(up));
  }

  /** Asks the loop to end. */
  public synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  /** Waits until there is something to take, or the time is over. */
  synchronized void await(long millis) throws InterruptedException {
    if (fireLoop.isEmpty()
        && urgent.isEmpty()
        && presented.isEmpty()
        && notices.isEmpty()
        && !stopping) {
      wait(millis);
    }
  }

  /**
   * Once the loop is to end: waits until a device or the centre has something to say, or the time
   * is over. Nobody takes credentials any more, so they wake nobody.
   */
  synchronized void awaitLast(long millis) throws InterruptedException {
    if (fireLoop.isEmpty() && urgent.isEmpty() && notices.isEmpty()) {
      wait(millis);
    }
  }

  /** The fire loop, else the next of beams, arm and device health; null when there is none. */
  synchronized Signal nextUrgent() {
    return fireLoop.isEmpty() ? urgent.poll() : fireLoop.remove();
  }

  /** Null when there is none. */
  synchronized Notice nextNotice() {
    if (whitelistChanged) {
      whitelistChanged = false;
      return new Notice.WhitelistChanged();
    }
    return notices.poll();
  }

  /** Null when there is none. */
  synchronized Signal.Presented nextPresented() {
    return presented.poll();
  }

  /**
   * What waits for the loop, and what was refused since the start.
   *
   * @param urgent signals of beams, arm, fire loop and device health
   */
  public record Waiting(int urgent, int presented, int notices, long dropped) {}

  /** How full the queues are; for {@code ./shanmen soak park}. */
  public synchronized Waiting waiting() {
    return new Waiting(urgent.size() + fireLoop.size(), presented.size(), notices.size(), dropped);
  }

  /** Signals and notices that found their queue full. */
  synchronized long dropped() {
    return dropped;
  }

  private synchronized void notice(Notice notice) {
    if (notices.size() < Limits.LINK_NOTICES) {
      notices.add(notice);
    } else {
      dropped++;
    }
    notifyAll();
  }
}
