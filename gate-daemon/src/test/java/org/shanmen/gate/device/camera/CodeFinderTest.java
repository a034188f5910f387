package org.shanmen.gate.device.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeFinderTest {
  /** As long as a ticket's code may be if it shall be read well. */
  private static final String TICKET = "SM1:0123456789ABCDEF0123456789ABCDEFGHJKMNPQR";

  private final CodeFinder finder = new CodeFinder();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aTicketIsReadInEveryTurn(int turns) {
    GreyImage picture = Codes.drawn(TICKET, 200);
    for (int i = 0; i < turns; i++) {
      picture = picture.turned();
    }
    assertThat(finder.find(picture)).contains(TICKET);
  }

  @Test
  void aPhoneThatShowsLightOnDarkIsRead() {
    assertThat(finder.find(Codes.drawn(TICKET, 200).inverted())).contains(TICKET);
  }

  @Test
  void aFadedPrintIsRead() {
    assertThat(finder.find(Codes.pale(Codes.drawn(TICKET, 200), 120, 150))).contains(TICKET);
  }

  @Test
  void aCodeOfTwoPixelsAModuleIsRead() {
    assertThat(finder.find(Codes.drawn(TICKET, 84))).contains(TICKET);
  }

  @Test
  void aChineseTextIsRead() {
    String name = "杨戬·次卡";
    assertThat(finder.find(Codes.drawn(name, 160))).contains(name);
  }

  @Test
  void mostTicketsAreReadThroughANoisySensor() {
    var random = new SplittableRandom(3);
    int read = 0;
    for (int i = 0; i < 40; i++) {
      var picture = Codes.noisy(Codes.drawn(TICKET + i, 240), 70, random);
      read += finder.find(picture).filter((TICKET + i)::equals).isPresent() ? 1 : 0;
    }
    assertThat(read).isGreaterThanOrEqualTo(38);
  }

  @Test
  void whereThereIsNoCodeNoneIsSeen() {
    var random = new SplittableRandom(4);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      finder.find(Codes.noisy(Codes.nothing(160, 120), 90, random)).ifPresent(seen::add);
    }
    finder.find(Codes.nothing(1, 1)).ifPresent(seen::add);
    assertThat(seen).isEmpty();
  }

  @Test
  void aPictureWhoseTimeIsOverIsLookedAtOnce() {
    assertThat(finder.find(Codes.drawn(TICKET, 200).inverted(), () -> true)).isEmpty();
    assertThat(finder.find(Codes.drawn(TICKET, 200), () -> true)).contains(TICKET);
  }

  @Test
  void everyPassHasItsTurnWhileATicketIsHeldStill() {
    GreyImage dark = Codes.drawn(TICKET, 200).inverted();
    int pictures = 1;
    while (finder.find(dark, once()).isEmpty()) {
      pictures++;
      assertThat(pictures).isLessThan(Pass.ALL.size());
    }
    assertThat(pictures).isGreaterThan(2);
  }

  /** Time for one more pass than the first. */
  private static BooleanSupplier once() {
    int[] asked = {0};
    return () -> asked[0]++ > 0;
  }
}
