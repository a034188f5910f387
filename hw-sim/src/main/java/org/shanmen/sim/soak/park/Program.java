package org.shanmen.sim.soak.park;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.shanmen.gate.LaneInputs;
import org.shanmen.gate.LaneLoop;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.CardCollector;
import org.shanmen.gate.lane.port.Interlock;
import org.shanmen.gate.link.CarriedLink;
import org.shanmen.gate.ops.Language;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.Heartbeat;

/**
 * One life of a gate's program: the real loop, journal, whitelist, memory and link, from its start
 * to its death. One thread.
 */
final class Program {
  /** Small, so that segments come and go. */
  private static final int SEGMENT_BYTES = 8 << 10;

  private static final int JOURNAL_BYTES = 1 << 20;

  /**
   * What is outside of it.
   *
   * @param linkNanos what takes the place of a clock for the link; it may rest
   * @param fsyncs does the journal's, later
   * @param worker takes changes of the whitelist
   * @param turnIn has the loop turned after so many milliseconds
   */
  record Around(
      GateSite site,
      Path data,
      PowerPolicy policy,
      int compactFrom,
      Agenda agenda,
      GateClock clock,
      LongSupplier linkNanos,
      Executor fsyncs,
      Executor worker,
      RandomGenerator random,
      Arm arm,
      Interlock interlock,
      LongConsumer turnIn) {}

  final Journal journal;
  final Whitelist whitelist;
  final LaneInputs inputs = new LaneInputs();
  final LaneLoop loop;
  final CarriedLink link;
  private final Around around;

  /**
   * Reads what the disk holds; {@link #begin} is next.
   *
   * @throws org.shanmen.gate.journal.JournalFailed as the real one ends
   * @throws org.shanmen.gate.whitelist.WhitelistFailed likewise
   */
  Program(Around around) {
    this.around = around;
    journal =
        Journal.open(
            around.data().resolve("journal"),
            around.policy(),
            SEGMENT_BYTES,
            JOURNAL_BYTES,
            around.clock(),
            around.random(),
            around.fsyncs());
    whitelist =
        Whitelist.open(around.data().resolve("whitelist"), around.compactFrom(), Runnable::run);
    link = new Link();
    loop =
        new LaneLoop(
            inputs,
            new LaneLoop.Ports(
                around.arm(),
                colour -> {},
                text -> {},
                spoken -> {},
                CardCollector.NONE,
                around.interlock()),
            new LaneLoop.Books(journal, whitelist, around.data()),
            link,
            new LaneLoop.Clocks(around.agenda()::nanos, around.clock()),
            new LaneLoop.Start(
                "park",
                around.site().options(),
                new Texts(Language.zh),
                link.rememberedSettings()));
  }

  private Heartbeat.Builder heartbeat() {
    return loop.board().heartbeat();
  }

  void begin() {
    loop.begin();
  }

  /** A real loop turns every few milliseconds and finds the centre's answer overdue in time. */
  private final class Link extends CarriedLink {
    Link() {
      super(
          around.site().name(),
          around.data(),
          whitelist,
          journal,
          inputs,
          Program.this::heartbeat,
          new CarriedLink.Around(
              around.clock(), around.linkNanos(), around.worker(), around.random()));
    }

    @Override
    public boolean ask(Claim claim) {
      around.turnIn().accept(Limits.CLAIM_MILLIS);
      return super.ask(claim);
    }
  }
}
