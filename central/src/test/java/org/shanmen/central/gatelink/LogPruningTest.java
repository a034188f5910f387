package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.gatelink.TestCentre.right;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Change;

class LogPruningTest {
  @TempDir Path temp;
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void whatEveryEnrolledGateHasGoesAndTheNewestStays() throws Exception {
    try (var n1 = centre.gate("N1")) {
      centre.publish(right(1), right(2), right(3));
      n1.takeDelta();
      // The answer to a heartbeat shows that the confirmation was taken.
      n1.heartbeat();
      n1.await(org.shanmen.protocol.wire.Envelope.BodyCase.HEARTBEAT_REPLY);
      assertThat(TestCentre.await(centre.link.pruneLog())).isEqualTo(2);
      assertThat(versions()).containsExactly(3L);
      assertThat(centre.position().version()).isEqualTo(3);
      centre.publish(right(4));
      assertThat(n1.takeDelta()).containsExactly(right(4));
    }
  }

  @Test
  void aGateThatIsAwayFindsWhatItHasAndAllBehindIt() throws Exception {
    centre.enrol("N1");
    var away = centre.enrol("N2");
    centre.publish(right(1), right(2));
    var had = centre.position();
    centre.publish(right(3), right(4));
    prune(Map.of(1, 4L, 2, 2L));
    assertThat(versions()).containsExactly(2L, 3L, 4L);
    // What it said is remembered when it is away.
    prune(Map.of(1, 4L));
    assertThat(versions()).containsExactly(2L, 3L, 4L);

    try (var gate = TestGate.connect(centre, away)) {
      gate.hello("N2", had.version(), had.hash());
      assertThat(gate.takeDelta()).containsExactly(right(3), right(4));
    }
    prune(Map.of(2, 3L));
    assertThat(versions()).containsExactly(3L, 4L);
  }

  @Test
  void aKeptSnapshotThatNoDeltaCanFollowIsNotSent() throws Exception {
    var first = centre.enrol("N1");
    var second = centre.enrol("N2");
    centre.publish(right(1));
    try (var gate = TestGate.connect(centre, first)) {
      gate.hello("N1", 7, 7); // has what nobody knows
      gate.takeSnapshot();
    }
    long many = publishMoreThanMemoryHolds();
    prune(Map.of(1, many, 2, many));
    try (var gate = TestGate.connect(centre, second)) {
      gate.hello("N2", 0, 0);
      assertThat(gate.takeSnapshot().stream().flatMap(List::stream)).hasSize((int) many);
    }
  }

  @Test
  void aGateThatNeverCameHoldsBackOnlyAsMuchAsDeltasReach() throws Exception {
    centre.enrol("N1");
    long many = Limits.DELTA_REACH + 300;
    for (long from = 1; from <= many; from += 5_075) {
      centre.publish(
          LongStream.range(from, Math.min(from + 5_075, many + 1))
              .mapToObj(TestCentre::right)
              .toArray(Change[]::new));
    }
    prune(Map.of());
    assertThat(versions()).hasSize((int) Limits.DELTA_REACH + 1).startsWith(300L);
  }

  @Test
  void aGateThatNeedsWhatWasPrunedGetsTheWhole() throws Exception {
    var identity = centre.enrol("N1");
    centre.publish(right(1));
    var before = centre.position();
    long many = publishMoreThanMemoryHolds();
    prune(Map.of(1, many - 1));
    prune(Map.of());
    assertThat(versions()).containsExactly(many - 1, many);
    for (long version : List.of(0L, before.version())) {
      try (var gate = TestGate.connect(centre, identity)) {
        gate.hello("N1", version, version == 0 ? 0 : before.hash());
        assertThat(gate.takeSnapshot().stream().flatMap(List::stream)).hasSize((int) many);
      }
    }
  }

  /** Up to which right; the first one is there. */
  private long publishMoreThanMemoryHolds() {
    long many = 2L * Limits.TAIL_CHANGES + 100;
    for (long from = 2; from <= many; from += 1000) {
      centre.publish(
          LongStream.range(from, Math.min(from + 1000, many + 1))
              .mapToObj(TestCentre::right)
              .toArray(Change[]::new));
    }
    return many;
  }

  private void prune(Map<Integer, Long> confirmed) {
    centre.database.transact(tx -> LogPruning.prune(tx, confirmed));
  }

  private List<Long> versions() {
    return centre.database.query(
        sql ->
            sql.fetch("select version from change_log order by version").getValues(0, Long.class));
  }
}
