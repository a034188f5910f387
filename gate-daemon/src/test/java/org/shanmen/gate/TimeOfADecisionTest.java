package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;

/** By which clock the lane judges, and that it says so. */
class TimeOfADecisionTest {
  private static final long DAYS_MILLIS = Duration.ofDays(2).toMillis();

  @TempDir Path directory;
  private Gate gate;

  @BeforeEach
  void open() {
    gate = Gate.in(directory).selling(1, 1);
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void aTicketThatEndedByTheCentresClockIsRefusedWhateverTheMachinesOwnSays() throws Exception {
    gate.started().centreAhead(DAYS_MILLIS).scan(1);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.EXPIRED);
    assertSaid(last(), gate.wallMillis() + DAYS_MILLIS, ClockQuality.LINKED);
  }

  @Test
  void theCentresTimeGoesOnWithoutTheLink() throws Exception {
    gate.started().centreAhead(DAYS_MILLIS).link(false).after(1_000).scan(1);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.EXPIRED);
    assertSaid(last(), gate.wallMillis() + DAYS_MILLIS, ClockQuality.HELD);
  }

  @Test
  void aGateThatNeverHeardTheCentreJudgesByItsOwnClock() throws Exception {
    gate.started().scan(1);
    assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
    assertSaid(last(), gate.wallMillis(), ClockQuality.LOCAL);
  }

  @Test
  void aRestartedGateWithoutAClockDoesNotForgetHowLateItWas() throws Exception {
    gate.started().centreAhead(DAYS_MILLIS).link(false).scan(1);
    gate.close();
    gate = Gate.in(directory).started().after(60_000).scan(1);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.EXPIRED);
    assertThat(last().getClock()).isEqualTo(ClockQuality.LOWER_BOUND);
  }

  private Event last() {
    var events = gate.events();
    return events.get(events.size() - 1);
  }

  private static void assertSaid(Event event, long atMillis, ClockQuality clock) throws Exception {
    assertThat(event.getAtMillis()).isEqualTo(atMillis);
    assertThat(event.getClock()).isEqualTo(clock);
    var question = Question.parseFrom(event.getQuestion());
    assertThat(question.getNowMillis()).isEqualTo(atMillis);
    assertThat(question.getClock()).isEqualTo(clock);
  }
}
