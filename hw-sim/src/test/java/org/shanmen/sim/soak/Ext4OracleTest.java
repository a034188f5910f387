package org.shanmen.sim.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process says is a promise as long as it has power, and no longer. */
class Ext4OracleTest {
  private final Played played = new Played();
  private final Ext4Oracle oracle = new Ext4Oracle(played);

  @BeforeEach
  void aProcessFoundAnEmptyDisk() {
    hear("LIST 0 0", "FOUND_ALL");
  }

  @Test
  void aListThatWasAppliedDoesNotFallBack() {
    hear("MAY 46 a", "APPLIED 46", "MAY 48 b", "APPLIED 48");
    oracle.powerIsGone();

    hear("LIST 46 a", "FOUND_ALL");

    assertThat(played.violations()).containsExactly("list 48 was applied, it is 46");
  }

  @Test
  void aListThatWasAppliedWithoutPowerMayFallBack() {
    hear("MAY 46 a", "APPLIED 46", "MAY 48 b");
    oracle.hearOfTheDying("APPLIED 48");
    oracle.powerIsGone();

    hear("LIST 46 a", "FOUND_ALL");

    assertThat(played.violations()).isEmpty();
    assertThat(played.counts()).containsEntry("promises of the dying", 1L);
  }

  @Test
  void aListThatWasAppliedWithoutPowerMayBeThere() {
    hear("MAY 46 a", "APPLIED 46");
    oracle.hearOfTheDying("MAY 48 b");
    oracle.hearOfTheDying("APPLIED 48");
    oracle.powerIsGone();

    hear("LIST 48 b", "FOUND_ALL");

    assertThat(played.violations()).isEmpty();
  }

  @Test
  void aListThatNobodySentIsFound() {
    oracle.hearOfTheDying("MAY 48 b");
    oracle.powerIsGone();

    hear("LIST 48 c", "FOUND_ALL");

    assertThat(played.violations()).containsExactly("list 48 hashes to c, was b");
  }

  @Test
  void aSafeEventThatIsGoneIsMissed() {
    hear("WROTE 7/1 PASSED:3:9", "SAFE 7/1 PASSED:3:9", "WROTE 7/2 PASSED:3:10");
    oracle.hearOfTheDying("SAFE 7/2 PASSED:3:10");
    oracle.powerIsGone();

    hear("LIST 0 0", "FOUND_ALL");

    assertThat(played.violations()).containsExactly("power-safe event 7/1 PASSED:3:9 is lost");
  }

  @Test
  void aSafeNumberDoesNotNameAnotherEvent() {
    hear("WROTE 7/1 PASSED:3:9", "SAFE 7/1 PASSED:3:9");
    oracle.powerIsGone();

    hear("KEPT 7/1 REFUSED:3:9", "LIST 0 0", "FOUND_ALL");

    assertThat(played.violations()).containsExactly("event 7/1 was PASSED:3:9 and is REFUSED:3:9");
  }

  @Test
  void whoBreaksWhileThereIsPowerIsToldAndWhoBreaksForLackOfItIsNot() {
    oracle.hearOfTheDying("BROKE JournalFailed");
    assertThat(played.violations()).isEmpty();

    hear("BROKE JournalFailed");
    oracle.endedByItself();

    assertThat(played.violations())
        .containsExactly(
            "the gate's process said: BROKE JournalFailed",
            "the gate's process ended while there was power");
  }

  @Test
  void aProcessThatDoesNotStartIsTold() {
    oracle.powerIsGone();

    oracle.powerIsGone();

    assertThat(played.violations()).containsExactly("the gate's process did not start");
  }

  private void hear(String... lines) {
    for (String line : lines) {
      oracle.hear(line);
    }
  }
}
