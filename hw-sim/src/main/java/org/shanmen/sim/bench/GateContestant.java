package org.shanmen.sim.bench;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.shanmen.gate.LaneInputs;
import org.shanmen.gate.LaneLoop;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.gate.link.Upstream;
import org.shanmen.gate.ops.Language;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Delta;

/**
 * The gate daemon's own loop on its own thread, with its whitelist and journal on disk. Only the
 * devices are played. A scan is kill-safe before the arm is told, and forced to disk behind it.
 */
final class GateContestant implements Contestant {
  private final LaneInputs inputs = new LaneInputs();
  private final WatchedArm arm = new WatchedArm();
  private final Journal journal;
  private final Whitelist whitelist;
  private final Thread loop;

  /**
   * @param whitelist its directory, which is changed
   */
  GateContestant(Path data, Path whitelist) throws InterruptedException {
    this(data, whitelist, PowerPolicy.OVERLAPPED);
  }

  /**
   * @param whitelist its directory, which is changed
   * @param policy when an admission is power-safe
   */
  GateContestant(Path data, Path whitelist, PowerPolicy policy) throws InterruptedException {
    this.journal = Journal.open(data.resolve("journal"), policy);
    this.whitelist = Whitelist.open(whitelist);
    var lane =
        new LaneLoop(
            inputs,
            new LaneLoop.Ports(arm, colour -> {}, text -> {}, text -> {}),
            new LaneLoop.Books(journal, this.whitelist, data),
            new NoCentre(),
            new LaneLoop.Clocks(System::nanoTime, InstantSource.system()),
            new LaneLoop.Start(
                "bench",
                LaneOptions.DEFAULT,
                new Texts(Language.zh),
                Optional.of(ModelRights.LANE)));
    loop = new Thread(lane, "lane");
    loop.start();
    arm.await(ArmPosition.LOCKED);
  }

  @Override
  public String name() {
    return "ours";
  }

  @Override
  public long scan(String code) throws InterruptedException {
    long nanos = show(code);
    walkIn();
    return nanos;
  }

  /**
   * Shows a code and waits until the arm was told to open.
   *
   * @return how long that took, in nanoseconds
   */
  long show(String code) throws InterruptedException {
    long shown = System.nanoTime();
    inputs.offer(new Signal.Presented(CredentialKind.QR, code, "scanner", Spot.OUTER, shown));
    return arm.await(ArmPosition.RELEASED_IN) - shown;
  }

  /** Whoever was let in goes through, and the arm locks behind him. */
  void walkIn() throws InterruptedException {
    beam(Beam.OUTER, true);
    beam(Beam.INNER, true);
    beam(Beam.OUTER, false);
    beam(Beam.INNER, false);
    arm.await(ArmPosition.LOCKED);
  }

  private void beam(Beam beam, boolean blocked) {
    inputs.offer(new Signal.BeamChanged(beam, blocked, System.nanoTime()));
  }

  @Override
  public void apply(List<Change> changes) {
    var delta =
        Delta.newBuilder()
            .setBaseVersion(whitelist.version())
            .setTargetVersion(whitelist.version() + 1)
            .setTargetHash(whitelist.hash() + Sums.of(changes))
            .addAllChanges(changes)
            .build();
    if (whitelist.apply(delta) instanceof Applied.Refused refused) {
      throw new IllegalStateException(refused.why());
    }
    inputs.onWhitelistChanged();
  }

  Journal journal() {
    return journal;
  }

  Whitelist whitelist() {
    return whitelist;
  }

  @Override
  public void close() throws InterruptedException {
    inputs.stop();
    loop.join();
    journal.close();
    whitelist.close();
  }

  private static final class NoCentre implements Upstream {
    @Override
    public void eventsAppended() {
      // Nobody uploads.
    }

    @Override
    public void sendResult(CommandResult result) {
      // Nobody commands.
    }

    @Override
    public void statusChanged() {
      // Nobody looks.
    }

    @Override
    public OptionalLong clockOffsetMillis() {
      return OptionalLong.empty();
    }
  }
}
