package org.shanmen.central.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.gatelink.TestCentre;
import org.shanmen.central.gatelink.TestGate;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.TicketKey;

/** Real PostgreSQL, real links. The park begins with key 0. */
class TicketKeysTest {
  private static final int NEWER = Frames.KEY_ENDS_SINCE;
  private static final int OLDER = Frames.KEY_ENDS_SINCE - 1;
  private static final Duration MONTH = Duration.ofDays(30);

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
  void aNewKeySignsAndTheOldOnesPrivateHalfIsForgotten() {
    var old = centre.database.query(ParkKeys::signing);
    rotate(Optional.empty());
    var next = centre.database.query(ParkKeys::signing);
    assertThat(next.id()).isEqualTo(old.id() + 1);
    assertThat(next.key().getEncoded()).isNotEqualTo(old.key().getEncoded());
    assertThat(centre.count("ticket_key")).isEqualTo(2);
    assertThat(centre.count("ticket_key where private_key is not null")).isEqualTo(1);
  }

  @Test
  void anEndThatWasSaidIsOnlyMadeEarlier() {
    rotate(Optional.of(MONTH));
    rotate(Optional.empty());
    assertThat(ends()).containsExactly(end(MONTH), 0L, 0L);
    rotate(Optional.of(MONTH.multipliedBy(2)));
    assertThat(ends())
        .containsExactly(end(MONTH), end(MONTH.multipliedBy(2)), end(MONTH.multipliedBy(2)), 0L);
    rotate(Optional.of(Duration.ZERO));
    assertThat(ends())
        .containsExactly(
            end(Duration.ZERO), end(Duration.ZERO), end(Duration.ZERO), end(Duration.ZERO), 0L);
  }

  /** Else a ticket could be sold with a code that is revoked at the gates already. */
  @Test
  void aRotationWaitsForSalesThatSignWithTheOldKey() throws Exception {
    var rotated = new CompletableFuture<Void>();
    centre.database.transact(
        tx -> {
          var signing = ParkKeys.signing(tx);
          CompletableFuture.runAsync(() -> rotate(Optional.of(Duration.ZERO)))
              .whenComplete((done, failed) -> rotated.complete(null));
          awaitSomebodyWhoWaitsForALock();
          assertThat(rotated).isNotDone();
          assertThat(ParkKeys.signing(tx).id()).isEqualTo(signing.id());
          return null;
        });
    rotated.get(30, TimeUnit.SECONDS);
    assertThat(centre.database.query(ParkKeys::signing).id()).isEqualTo(1);
  }

  @Test
  void aConnectedGateIsGreetedAnewAndLearnsTheNewKeyAndTheEndOfTheOldOne() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).helloOfVersion(NEWER, "N1")) {
      rotate(Optional.of(MONTH));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CAUSE_UNSPECIFIED);
    }
    assertThat(told(identity, NEWER))
        .extracting(TicketKey::getId, TicketKey::getValidUntil)
        .containsExactly(tuple(0, end(MONTH)), tuple(1, 0L));
  }

  @Test
  void anOlderGateIsGreetedAnewWhenAKeyEndsAndIsNotToldOfItAnyMore() throws Exception {
    var identity = centre.enrol("N1");
    rotate(Optional.of(MONTH));
    assertThat(told(identity, OLDER)).extracting(TicketKey::getId).containsExactly(0, 1);
    try (var older = TestGate.connect(centre, identity).helloOfVersion(OLDER, "N1");
        var newer = TestGate.connect(centre, centre.enrol("N2")).helloOfVersion(NEWER, "N2")) {
      centre.clock.advance(MONTH);
      assertThat(older.refused()).isEqualTo(Refusal.Cause.CAUSE_UNSPECIFIED);
      newer.heartbeat();
      newer.await(Envelope.BodyCase.HEARTBEAT_REPLY);
    }
    assertThat(told(identity, OLDER)).extracting(TicketKey::getId).containsExactly(1);
    assertThat(told(identity, NEWER)).extracting(TicketKey::getId).containsExactly(0, 1);
  }

  @Test
  void whenAllNumbersAreUsedNothingIsRotated() {
    int keys = 1;
    while (rotated(Optional.empty()).isPresent()) {
      keys++;
    }
    assertThat(keys).as("all but those whose codes begin with a blank").isEqualTo(251);
    var last = centre.database.query(ParkKeys::signing);
    assertThat(last.id()).isEqualTo(255);
    assertThat(rotated(Optional.of(Duration.ZERO))).isEmpty();
    assertThat(centre.database.query(ParkKeys::signing).id()).isEqualTo(255);
    assertThat(ends()).containsOnly(0L);
  }

  private void rotate(Optional<Duration> oldUntil) {
    assertThat(rotated(oldUntil)).isPresent();
  }

  private Optional<Integer> rotated(Optional<Duration> oldUntil) {
    var now = centre.clock.instant();
    return centre.database.transact(tx -> ParkKeys.rotate(tx, oldUntil.map(now::plus), now));
  }

  private void awaitSomebodyWhoWaitsForALock() {
    String waiting =
        "(select 1 from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock') waiting";
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (centre.count(waiting) == 0) {
      assertThat(System.nanoTime()).isLessThan(patience);
      Thread.onSpinWait();
    }
  }

  private List<Long> ends() {
    return centre.database.query(
        sql ->
            sql.fetch(
                    "select coalesce(floor(extract(epoch from valid_until))::bigint, 0) from"
                        + " ticket_key order by id")
                .getValues(0, Long.class));
  }

  private long end(Duration fromNow) {
    return centre.clock.instant().plus(fromNow).getEpochSecond();
  }

  private List<TicketKey> told(TestGate.Identity identity, int version) throws Exception {
    try (var gate = TestGate.connect(centre, identity)) {
      gate.sendHelloOfVersion(version, "N1");
      return gate.await(Envelope.BodyCase.WELCOME).getWelcome().getLane().getTicketKeysList();
    }
  }
}
