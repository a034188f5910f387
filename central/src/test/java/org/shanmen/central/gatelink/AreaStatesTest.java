package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.shanmen.protocol.wire.AreaState;

class AreaStatesTest {
  private static final int AREA = 3;

  private final AreaStates states = new AreaStates();

  @Example
  void anAreaFillsUpAndOpensWhenEnoughHaveLeft() {
    assertThat(at(0, 100, 99)).isEmpty();
    assertThat(at(1000, 100, 100)).containsExactly(state(true, 61_000));
    assertThat(at(2000, 100, 101)).isEmpty();
    assertThat(at(3000, 100, 99)).as("one free place is not enough of a hundred").isEmpty();
    assertThat(at(4000, 100, 98)).containsExactly(state(false, 64_000));
    assertThat(at(5000, 100, 99)).isEmpty();
  }

  @Example
  void thatItIsFullIsSaidAgainBeforeItRunsOut() {
    at(0, 10, 10);
    assertThat(at(29_999, 10, 10)).isEmpty();
    assertThat(at(30_000, 10, 10)).containsExactly(state(true, 90_000));
    assertThat(at(59_999, 10, 10)).isEmpty();
    assertThat(at(60_000, 10, 10)).containsExactly(state(true, 120_000));
  }

  @Example
  void aSmallPlaceOpensWithTheFirstWhoLeaves() {
    at(0, 1, 1);
    assertThat(states.full(AREA)).isTrue();
    at(1, 1, 0);
    assertThat(states.full(AREA)).isFalse();
  }

  @Example
  void withoutACapacityNothingIsEverFull() {
    assertThat(at(0, 0, 1_000_000)).isEmpty();
    at(1, 5, 10);
    assertThat(at(2, 0, 10))
        .as("the capacity was taken away")
        .containsExactly(state(false, 60_002));
  }

  @Example
  void aGateIsGreetedWithWhatHolds() {
    assertThat(states.greeting(AREA, 7)).isEqualTo(state(false, 60_007));
    at(10, 5, 5);
    assertThat(states.greeting(AREA, 20_000)).isEqualTo(state(true, 80_000));
  }

  /** Whoever hears everything that is said is never wrong about a full area, at any time. */
  @Property
  void aGateAlwaysKnowsOfAFullArea(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 30) Integer> inside,
      @ForAll @IntRange(min = 1, max = 25_000) int stepMillis) {
    var fresh = new AreaStates();
    AreaState heard = fresh.greeting(AREA, 0);
    long now = 0;
    for (int people : inside) {
      for (var told : fresh.update(List.of(load(20, people)), now)) {
        heard = told;
      }
      boolean believed = heard.getFull() && now < heard.getUntilMillis();
      assertThat(believed).isEqualTo(fresh.full(AREA));
      assertThat(believed).isEqualTo(people >= 20 || believed && people > 19);
      now += stepMillis;
    }
  }

  private List<AreaState> at(long now, int capacity, long inside) {
    return states.update(List.of(load(capacity, inside)), now);
  }

  private static AreaLoad load(int capacity, long inside) {
    return new AreaLoad(AREA, "garden", "园", "Garden", capacity, 0, inside);
  }

  private static AreaState state(boolean full, long until) {
    return AreaState.newBuilder().setArea(AREA).setFull(full).setUntilMillis(until).build();
  }

  @Example
  void anAreaWarnsBeforeItIsFull() {
    assertThat(warned(100, 80, 79)).isFalse();
    assertThat(warned(100, 80, 80)).isTrue();
    assertThat(warned(100, 80, 100)).isTrue();
    assertThat(warned(3, 50, 1)).isFalse();
    assertThat(warned(3, 50, 2)).isTrue();
    assertThat(warned(100, 0, 100)).as("without a warning level").isFalse();
    assertThat(warned(0, 80, 1_000)).as("without a capacity").isFalse();
  }

  private static boolean warned(int capacity, int percent, long inside) {
    return new AreaLoad(AREA, "garden", "园", "Garden", capacity, percent, inside).filling();
  }
}
