package org.shanmen.gate.ops;

import java.util.HashMap;
import java.util.Map;
import org.shanmen.gate.device.gpio.GpioSettings;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code gpio} of the configuration. Every wire has a pin of its own. */
final class GpioConfig {
  private static final int LAST_PIN = 63;

  private final ConfigReader from;
  private final Map<Integer, String> pins = new HashMap<>();

  GpioConfig(ConfigReader from) {
    this.from = from;
  }

  GpioSettings read() {
    return new GpioSettings(
        from.string("gpio.input-provider", "gpiod-digital-input"),
        from.string("gpio.output-provider", "gpiod-digital-output"),
        pin("release-in", 17),
        pin("release-out", 27),
        pin("drop", 22),
        pin("lamp-green", 23),
        pin("lamp-red", 24),
        pin("beam-outer", 5),
        pin("beam-inner", 6),
        pin("fire-loop", 13),
        pin("arm-push", 19),
        from.integer("gpio.beam-debounce-millis", 1, 500, 20));
  }

  private int pin(String name, int otherwise) {
    String key = "gpio." + name;
    int pin = from.integer(key, 0, LAST_PIN, otherwise);
    String other = pins.putIfAbsent(pin, key);
    if (other != null) {
      from.mistake(
          from.has(key) ? key : other,
          "expected a pin of its own: " + other + " and " + key + " are both " + pin);
    }
    return pin;
  }
}
