package org.shanmen.gate;

import com.google.protobuf.ByteString;
import java.util.List;
import org.shanmen.gate.admission.Admission;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Doorkeeper;
import org.shanmen.gate.lane.Effect;
import org.shanmen.gate.lane.Entry;
import org.shanmen.gate.lane.Input;
import org.shanmen.gate.lane.LaneMachine;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.Memory;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * Visitors who do not exist go through a lane that does not exist, so that the machine has loaded
 * and compiled what early real ones need. Played beside a lane that serves already: touches no
 * device and changes no book. Some hundred milliseconds; any thread.
 */
final class Rehearsal {
  /** A JVM compiles what was called 200 times. */
  private static final int VISITORS = 220;

  private static final long APART_MILLIS = 60_000;
  private static final long STEP_MILLIS = 300;

  private final Texts texts;
  private final Question asked;
  private final LaneMachine lane = new LaneMachine(Memory.NONE, LaneOptions.DEFAULT);
  private long nowMillis;

  private Rehearsal(Texts texts, LaneSettings settings) {
    this.texts = texts;
    this.asked =
        Question.newBuilder()
            .setRight(
                Right.newBuilder()
                    .setId(1)
                    .setTemplate(1)
                    .setState(RightState.ACTIVE)
                    .setValidUntil(Integer.MAX_VALUE)
                    .setEntries(1)
                    .setPeople(1))
            .setTemplate(TicketTemplate.newBuilder().setId(1).setKind(TicketKind.SINGLE))
            .setArea(settings.getArea())
            .setCheckPoint(settings.getCheckPoint())
            .setLane(LaneKind.ENTRY)
            .setDirection(Direction.IN)
            .setZone(settings.getZone())
            .setNowMillis(1)
            .build();
  }

  /**
   * @param settings of this gate
   * @param whitelist that is looked into
   */
  static void play(Texts texts, LaneSettings settings, Whitelist whitelist) {
    visit(texts, settings);
    new Doorkeeper(settings, new LocalRights(whitelist, new OwnUses())).rehearse();
  }

  static void visit(Texts texts, LaneSettings settings) {
    var rehearsal = new Rehearsal(texts, settings);
    rehearsal.lane.start("", 0);
    rehearsal.lane.on(new Input.Configured(LaneKind.ENTRY), 0);
    for (int visitor = 1; visitor <= VISITORS; visitor++) {
      rehearsal.nowMillis = visitor * APART_MILLIS;
      rehearsal.visit(visitor);
    }
  }

  private void visit(int fingerprint) {
    Decision decision = Admission.decide(asked);
    var question = ShortQuestion.of(asked, Limits.QUESTION_BYTES).orElse(ByteString.EMPTY);
    perform(
        lane.on(
            new Input.Presented(CredentialKind.QR, fingerprint, Spot.OUTER, decision, 0, question),
            nowMillis));
    beam(Beam.OUTER, true);
    beam(Beam.INNER, true);
    beam(Beam.OUTER, false);
    beam(Beam.INNER, false);
    perform(lane.on(new Input.Tick(), nowMillis));
  }

  private void beam(Beam beam, boolean blocked) {
    nowMillis += STEP_MILLIS;
    perform(lane.on(new Input.BeamChanged(beam, blocked), nowMillis));
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Record recorded) {
        serialise(recorded.entry());
      } else if (effect instanceof Effect.Show show) {
        texts.panel(show.prompt());
      } else if (effect instanceof Effect.Say say) {
        texts.voice(say.prompt());
      }
    }
  }

  private static byte[] serialise(Entry entry) {
    return Event.newBuilder()
        .setKind(entry.kind())
        .setDirection(entry.direction())
        .setCredential(entry.credential())
        .setFingerprint(entry.fingerprint())
        .setRight(entry.right())
        .setPeople(entry.people())
        .setQuestion(entry.question())
        .build()
        .toByteArray();
  }
}
