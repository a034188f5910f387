package org.shanmen.gate.ops;

import java.util.Map;
import org.shanmen.gate.device.DeviceSettings;
import org.shanmen.gate.device.gpio.InputPin;
import org.shanmen.gate.device.gpio.OutputPin;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.conf.ConfigReader;

/**
 * Whether the lane has the wires and lines that its options count on. One that is told to hear a
 * counter, a collector or its pair, and has no ear for it, would run and be wrong: it would give
 * every entry back, keep every card, or open together with the other lane.
 */
record LaneHardware(ConfigReader from, DeviceSettings devices) {
  private static final Map<OutputPin, String> COLLECTOR_OUTPUTS =
      Map.of(
          OutputPin.COLLECTOR_SWALLOW, "swallows cards 吞卡",
          OutputPin.COLLECTOR_RETURN, "hands cards back 退卡");

  /** Notes what is missing. */
  void check(LaneOptions lane) {
    if (lane.sensing() == LaneOptions.Sensing.CONTACT && devices.board().isEmpty()) {
      String why = "tells each person who passes 计数";
      input("lane.sensing", InputPin.COUNT_IN, why + ", or a block board 或配置 board");
      input("lane.sensing", InputPin.COUNT_OUT, why + ", or a block board 或配置 board");
    }
    if (lane.interlock() != LaneOptions.Part.NONE) {
      input("lane.interlock", InputPin.OTHER_LANE, "tells when the other lane is open 对方通道状态");
      output(
          "lane.interlock",
          OutputPin.INTERLOCK,
          "tells the other lane when this one is open 告知对方通道");
    }
    if (lane.collector()) {
      input("lane.card-collector", InputPin.CARD_TAKEN, "tells that a card is in the bin 卡已入箱");
      COLLECTOR_OUTPUTS.forEach((pin, why) -> output("lane.card-collector", pin, why));
      if (devices.serial().readers().stream()
          .noneMatch(reader -> reader.spot() == Spot.COLLECTOR)) {
        missing(
            "lane.card-collector", "serial.collector-reader", "reads the cards in the slot 读取投入的卡");
      }
    }
  }

  private void input(String option, InputPin pin, String why) {
    if (!devices.gpio().inputs().containsKey(pin)) {
      missing(option, "gpio." + pin.key(), why);
    }
  }

  private void output(String option, OutputPin pin, String why) {
    if (!devices.gpio().outputs().containsKey(pin)) {
      missing(option, "gpio." + pin.key(), why);
    }
  }

  private void missing(String option, String key, String why) {
    from.mistake(option, "expected " + key + " as well 还须配置 " + key + ": it " + why);
  }
}
