package org.shanmen.gate.device.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.device.watch.Counts;

class BoardFramesTest {
  private static final OptionalInt NO_ADDRESS = OptionalInt.empty();
  private static final BoardFrame UNDERSTOOD = BoardFrame.of(BoardFrame.OK);

  private final Counts counts = new Counts();

  @Test
  void framesAreAsTheManualHasThem() {
    assertThat(hex(BoardFrame.of(BoardFrame.CONNECT), NO_ADDRESS)).isEqualTo("02ff0004");
    assertThat(hex(BoardFrame.of(BoardFrame.MODE, 0x31, 0x30), NO_ADDRESS))
        .isEqualTo("021402313004");
    assertThat(hex(BoardFrame.of(BoardFrame.ARM, 0x30), NO_ADDRESS)).isEqualTo("0224013004");
    assertThat(hex(BoardFrame.of(BoardFrame.COUNTERS, 0x31), OptionalInt.of(0x81)))
        .isEqualTo("810228013104");
  }

  @Test
  void framesAreFoundInPiecesAndBehindGarbage() {
    var frames = new BoardFrames(NO_ADDRESS, counts);
    assertThat(receive(frames, "ff0204")).isEmpty();
    assertThat(receive(frames, "00f10244")).isEmpty();
    assertThat(receive(frames, "0004022103303132" + "0402f40004"))
        .containsExactly(
            UNDERSTOOD,
            BoardFrame.of(BoardFrame.ENTRIES, '0', '1', '2'),
            BoardFrame.of(BoardFrame.FAILED));
    assertThat(counts.snapshot()).containsKey("board.malformed");
  }

  @Test
  void anotherBoardOnTheBusIsNotHeard() {
    var frames = new BoardFrames(OptionalInt.of(2), counts);
    assertThat(receive(frames, "0302440004" + "0202440004")).containsExactly(UNDERSTOOD);
  }

  @Test
  void whatWasBegunBeforeASilenceIsForgotten() {
    var frames = new BoardFrames(NO_ADDRESS, counts);
    assertThat(receive(frames, "022103")).isEmpty();
    frames.silent();
    assertThat(receive(frames, "02440004")).containsExactly(UNDERSTOOD);
  }

  @Test
  void aNumberIsDigitsOnly() {
    assertThat(BoardFrame.of(BoardFrame.ENTRIES, '0', '4', '2').number()).hasValue(42);
    assertThat(BoardFrame.of(BoardFrame.ENTRIES, '-', '1').number()).isEmpty();
    assertThat(BoardFrame.of(BoardFrame.ENTRIES).number()).isEmpty();
    assertThat(new BoardFrame(BoardFrame.ENTRIES, "99999999999".getBytes(UTF_8)).number())
        .isEmpty();
  }

  @Property
  void garbageIsSurvivedAndTheNextFrameFound(@ForAll byte[] garbage, @ForAll boolean addressed) {
    var address = addressed ? OptionalInt.of(7) : NO_ADDRESS;
    var frames = new BoardFrames(address, new Counts());
    frames.received(garbage, garbage.length);
    frames.silent();
    assertThat(frames.received(UNDERSTOOD.encode(address), addressed ? 5 : 4))
        .containsExactly(UNDERSTOOD);
  }

  private static List<BoardFrame> receive(BoardFrames frames, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return frames.received(bytes, bytes.length);
  }

  private static String hex(BoardFrame frame, OptionalInt address) {
    return HexFormat.of().formatHex(frame.encode(address));
  }
}
