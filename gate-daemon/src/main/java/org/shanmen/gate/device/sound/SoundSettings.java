package org.shanmen.gate.device.sound;

import java.nio.file.Path;
import java.util.List;

/**
 * The sound card.
 *
 * @param directory holds the recordings and their manifest, see {@link Recordings}
 * @param player a program and its arguments, which is given the files of one prompt behind them
 */
public record SoundSettings(Path directory, List<String> player) {
  public SoundSettings {
    player = List.copyOf(player);
  }
}
