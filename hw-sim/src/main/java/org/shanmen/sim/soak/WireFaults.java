package org.shanmen.sim.soak;

import static org.shanmen.sim.soak.PlantedFault.Module.GATE;
import static org.shanmen.sim.soak.PlantedFault.Module.PROTOCOL;

import java.util.List;

/** Faults that somebody could make where what comes from outside is believed or not. */
final class WireFaults {
  static final List<PlantedFault> ALL =
      List.of(
          new PlantedFault(
              "numbers of messages are not looked at",
              PROTOCOL,
              "FrameReader.java",
              "if (envelope.getNumber() != expectedNumber) {",
              "if (envelope.getNumber() < 0) {",
              "hostile"),
          new PlantedFault(
              "a ticket's signature is not checked",
              PROTOCOL,
              "SignedCode.java",
              "if (!verifier.verifySignature("
                  + "Arrays.copyOfRange(bytes, payloadBytes, bytes.length))) {",
              "if (bytes.length == 0) {",
              "hostile"),
          new PlantedFault(
              "what a delta leads to is not looked at",
              GATE,
              "whitelist/Staging.java",
              "    if (staging.hash != delta.getTargetHash()) {",
              "    if (staging.hash == 0 && delta.getTargetHash() != 0) {",
              "hostile"),
          new PlantedFault(
              "nobody is told that codes are guessed",
              GATE,
              "GuessWatch.java",
              "    return many || manyInLastPeriod;",
              "    return many && guesses < 0;",
              "hostile"));

  private WireFaults() {}
}
