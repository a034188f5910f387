package org.shanmen.gate.ops;

import java.util.Optional;
import java.util.OptionalInt;
import org.shanmen.gate.device.board.BoardSettings;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code board} of the configuration: a turnstile's board on a serial line. */
record BoardConfig(ConfigReader from) {
  private static final int LAST_ADDRESS = 255;

  private enum Kind {
    RS232,
    RS485
  }

  Optional<BoardSettings> read() {
    if (!from.has("board")) {
      return Optional.empty();
    }
    var kind = from.choice("board.kind", Kind.class);
    int[] bauds = SerialPortSettings.BAUDS.stream().mapToInt(Integer::intValue).toArray();
    var port =
        new SerialPortSettings(from.string("board.device"), from.oneOf("board.baud", bauds, 9600));
    return Optional.of(
        new BoardSettings(
            port, address(kind), from.choice("board.release", BoardSettings.Release.class)));
  }

  private OptionalInt address(Kind kind) {
    if (kind == Kind.RS485) {
      return OptionalInt.of(from.integer("board.address", 0, LAST_ADDRESS));
    }
    if (from.optionalString("board.address").isPresent()) {
      from.mistake("board.address", "expected board.kind = RS485, where boards have addresses");
    }
    return OptionalInt.empty();
  }
}
