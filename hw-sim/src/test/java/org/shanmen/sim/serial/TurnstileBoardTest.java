package org.shanmen.sim.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileBoardTest {
  private static final String CALL = "02ff0004";
  private static final String ENTRY_FREE = "0214023130" + "04";
  private static final String DONE = "02440004";

  private final List<String> orders = new ArrayList<>();
  private final TurnstileBoard board =
      new TurnstileBoard(
          new TurnstileBoard.Arm() {
            @Override
            public void free(boolean in, boolean out) {
              orders.add("free in " + in + ", out " + out);
            }

            @Override
            public void drop(boolean down) {
              orders.add("drop " + down);
            }

            @Override
            public long counted(boolean in) {
              return in ? 7 : 0;
            }
          });

  @Test
  void itIsDeafUntilItIsCalled() {
    assertThat(say(ENTRY_FREE)).isEmpty();
    assertThat(orders).isEmpty();

    assertThat(say(CALL)).isEqualTo(CALL);
    assertThat(say(CALL)).as("an acknowledgement").isEmpty();
    assertThat(say(ENTRY_FREE)).isEqualTo(DONE);
    assertThat(orders).containsExactly("free in true, out false");
  }

  @Test
  void itAnswersTheComputerThatComesAfterOneThatDied() {
    say(CALL + CALL + ENTRY_FREE);
    assertThat(say(CALL)).isEqualTo(CALL);
    assertThat(say(CALL)).isEmpty();
    assertThat(say("0228013004")).isEqualTo("022106" + "303030303037" + "04");
    assertThat(orders).as("it keeps its mode").hasSize(1);
  }

  /** The first one died before it acknowledged: the next call is taken for that. */
  @Test
  void itAnswersTheSecondCallAfterOneThatDiedWhileItCalled() {
    say(CALL);
    assertThat(say(CALL)).isEmpty();
    assertThat(say(CALL)).isEqualTo(CALL);
  }

  private String say(String hex) {
    return HexFormat.of().formatHex(board.receive(HexFormat.of().parseHex(hex)));
  }
}
