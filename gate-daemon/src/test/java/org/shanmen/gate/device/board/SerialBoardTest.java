package org.shanmen.gate.device.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.serial.NativeLibrary;
import org.shanmen.gate.device.serial.PseudoTerminal;
import org.shanmen.gate.device.serial.SerialDevices;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.Direction;

/** A board at the other end of a real terminal. */
@Timeout(180)
class SerialBoardTest {
  private static final String CONNECT = "02ff0004";
  private static final String LOCKED = "021402303004";
  private static final String RELEASED_IN = "021402313004";
  private static final String ASK_ENTRIES = "0228013004";
  private static final String ASK_EXITS = "0228013104";
  private static final String UNDERSTOOD = "02440004";

  @TempDir Path directory;

  private final RecordingInbox inbox = new RecordingInbox();
  private final Counts counts = new Counts();
  private final SerialDevices serial = new SerialDevices(inbox, counts);
  private Path plug;
  private SerialBoard board;

  @BeforeEach
  void aPlug() {
    NativeLibrary.placeIn(directory.resolve("native"));
    plug = directory.resolve("board");
  }

  @AfterEach
  void close() {
    serial.close();
  }

  @Test
  void aBoardIsConnectedLockedReleasedAndCounted() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      open(OptionalInt.empty());
      connect(terminal);
      expect(terminal, ASK_ENTRIES);
      send(terminal, "02210330303004");
      expect(terminal, ASK_EXITS);
      board.move(ArmPosition.RELEASED_IN);
      send(terminal, "02220330303004");
      expect(terminal, RELEASED_IN);
      send(terminal, UNDERSTOOD);
      expect(terminal, ASK_ENTRIES);
      send(terminal, "02210330303104");

      var counted = inbox.next(Signal.Counted.class);
      assertThat(counted.direction()).isEqualTo(Direction.IN);
      assertThat(inbox.left()).isEmpty();
    }
  }

  @Test
  void aWedgedBoardIsAlarmedAndToldAnewWhenItComesBack() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      open(OptionalInt.empty());
      connect(terminal);
      // How soon is told by BoardTalkTest, whose time nobody delays.
      board.move(ArmPosition.RELEASED_IN);

      var fault = inbox.next(Signal.DeviceHealth.class);

      assertThat(fault.device()).isEqualTo("board");
      assertThat(fault.well()).isFalse();
      assertThat(fault.detail()).contains("does not answer");
      skipTo(terminal, CONNECT);
      send(terminal, CONNECT);
      skipTo(terminal, CONNECT + RELEASED_IN);
      assertThat(inbox.next(Signal.DeviceHealth.class).well()).isTrue();
    }
  }

  @Test
  void aLineThatEchoesIsAFaultUntilItAnswersWithoutAnEcho() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      open(OptionalInt.empty());
      connect(terminal);
      expect(terminal, ASK_ENTRIES);
      send(terminal, ASK_ENTRIES);

      var fault = inbox.next(Signal.DeviceHealth.class);

      assertThat(fault.well()).isFalse();
      assertThat(fault.detail()).contains("echoes");
      send(terminal, "02210330303004");
      expect(terminal, ASK_EXITS);
      assertThat(inbox.left()).as("an answer behind an echo mends nothing").isEmpty();
      send(terminal, "02220330303004");
      assertThat(inbox.next(Signal.DeviceHealth.class).well()).isTrue();
    }
  }

  @Test
  void aDeadBoardOnALineThatEchoesNeverLooksWell() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      open(OptionalInt.empty());
      String heard = "";
      while (!heard.contains(LOCKED + CONNECT)) {
        byte[] bytes = terminal.receives(1);
        heard += HexFormat.of().formatHex(bytes);
        terminal.sends(bytes);
      }
      assertThat(heard).doesNotContain(UNDERSTOOD);
      assertThat(inbox.next(Signal.DeviceHealth.class).detail()).contains("echoes");
      assertThat(inbox.left()).isEmpty();
    }
  }

  @Test
  void aBoardThatIsPulledOutIsAlarmedAndFoundAgain() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      open(OptionalInt.empty());
      connect(terminal);
    }
    assertThat(inbox.next(Signal.DeviceHealth.class).well()).isFalse();
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      connect(terminal);
      assertThat(inbox.next(Signal.DeviceHealth.class).well()).isTrue();
    }
  }

  @Test
  void whoPassedWhileItWasPulledOutIsToldBeforeTheCounterIsKnown() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug);
        var unused = new PlayedBoard(terminal, "303430")) {
      open(OptionalInt.empty());
      assertThat(inbox.next(Signal.CountKnown.class).known()).isFalse();
      assertThat(inbox.next(Signal.CountKnown.class).known()).isTrue();
    }
    assertThat(inbox.next(Signal.CountKnown.class).known()).isFalse();
    try (var terminal = PseudoTerminal.plugInto(plug);
        var unused = new PlayedBoard(terminal, "303431")) {
      assertThat(inbox.next(Signal.Counted.class).direction()).isEqualTo(Direction.IN);
      assertThat(inbox.next(Signal.CountKnown.class).known()).isTrue();
    }
  }

  /** Answers whatever the gate asks, as often as it asks. */
  private static final class PlayedBoard implements AutoCloseable {
    private final Thread thread;

    /**
     * @param entries the counter's digits, in hex
     */
    PlayedBoard(PseudoTerminal terminal, String entries) {
      thread = new Thread(() -> play(terminal, entries), "played-board");
      thread.start();
    }

    private static void play(PseudoTerminal terminal, String entries) {
      String heard = "";
      try {
        while (true) {
          heard += HexFormat.of().formatHex(terminal.receives(1));
          if (heard.endsWith(CONNECT)) {
            send(terminal, CONNECT);
          } else if (heard.endsWith(LOCKED)) {
            send(terminal, UNDERSTOOD);
          } else if (heard.endsWith(ASK_ENTRIES)) {
            send(terminal, "022103" + entries + "04");
          } else if (heard.endsWith(ASK_EXITS)) {
            send(terminal, "02220330303704");
          }
        }
      } catch (InterruptedException e) {
        // The test is over.
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }

  @Test
  void theEndOfTheDaemonWaitsUntilTheBoardIsLocked() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      open(OptionalInt.empty());
      connect(terminal);
      board.move(ArmPosition.RELEASED_IN);
      skipTo(terminal, RELEASED_IN);
      board.move(ArmPosition.LOCKED);
      var end = new Thread(serial::close);
      end.start();
      send(terminal, UNDERSTOOD);
      skipTo(terminal, LOCKED);
      send(terminal, UNDERSTOOD);
      end.join();
    }
  }

  @Test
  void onABusEveryFrameBearsTheAddress() throws Exception {
    try (var terminal = PseudoTerminal.plugInto(plug)) {
      open(OptionalInt.of(0x0A));
      expect(terminal, "0a" + CONNECT);
      send(terminal, "0b" + CONNECT + "0a" + CONNECT);
      expect(terminal, "0a" + CONNECT + "0a" + LOCKED);
    }
  }

  private void open(OptionalInt address) {
    board =
        SerialBoard.open(
            new BoardSettings(
                new SerialPortSettings(plug.toString(), 9600), address, BoardSettings.Release.MODE),
            serial,
            inbox,
            counts,
            ArmPosition.LOCKED);
    board.move(ArmPosition.LOCKED);
  }

  private static void connect(PseudoTerminal terminal) throws InterruptedException {
    expect(terminal, CONNECT);
    send(terminal, CONNECT);
    skipTo(terminal, CONNECT + LOCKED);
    send(terminal, UNDERSTOOD);
  }

  private static void expect(PseudoTerminal terminal, String hex) throws InterruptedException {
    assertThat(HexFormat.of().formatHex(terminal.receives(hex.length() / 2))).isEqualTo(hex);
  }

  /** On a busy machine it may have asked once more before it heard the answer. */
  private static void skipTo(PseudoTerminal terminal, String hex) throws InterruptedException {
    String seen = "";
    while (!seen.endsWith(hex)) {
      seen += HexFormat.of().formatHex(terminal.receives(1));
    }
  }

  private static void send(PseudoTerminal terminal, String hex) {
    terminal.sends(HexFormat.of().parseHex(hex));
  }
}
