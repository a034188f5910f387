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
              // A ticket of type 0 would break the gate before it let anybody in.
              "if ((bytes[9] | bytes[10]) == 0) {",
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
              "hostile"),
          new PlantedFault(
              "every connection that stands open slows the lane",
              GATE,
              "LaneHands.java",
              "      board.refusalTold(nanos.getAsLong() - presentedNanos);",
              "      java.util.concurrent.locks.LockSupport.parkNanos("
                  + "60_000L * new java.io.File(\"/proc/self/fd\").list().length);\n"
                  + "      board.refusalTold(nanos.getAsLong() - presentedNanos);",
              "siege"));

  private WireFaults() {}
}
