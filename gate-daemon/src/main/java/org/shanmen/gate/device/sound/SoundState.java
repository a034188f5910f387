package org.shanmen.gate.device.sound;

/**
 * Whether a lane's sound card can be heard, as far as its player tells.
 *
 * @param kind {@code untried} until the first prompt, {@code works}, or {@code silent}
 * @param why it is silent, for the log and the health page; empty otherwise
 */
public record SoundState(String kind, String why) {
  static final SoundState UNTRIED = new SoundState("untried", "");
  static final SoundState WORKS = new SoundState("works", "");

  static SoundState silent(String why) {
    return new SoundState("silent", why);
  }
}
