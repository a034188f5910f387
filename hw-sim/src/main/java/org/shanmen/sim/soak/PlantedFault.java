package org.shanmen.sim.soak;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A fault that somebody could make in our code, and the campaign that must catch it.
 *
 * @param name what is wrong, in a few words
 * @param source the file below the module's sources
 * @param was what stands there, once
 * @param becomes what stands there with the fault
 * @param campaign which must find it
 */
record PlantedFault(
    String name, Module module, String source, String was, String becomes, String campaign) {
  /** Whose code it is in. */
  enum Module {
    GATE("gate-daemon/src/main/java/org/shanmen/gate"),
    CENTRE("central/src/main/java/org/shanmen/central"),
    PROTOCOL("protocol/src/main/java/org/shanmen/protocol");

    private final String sources;

    Module(String sources) {
      this.sources = sources;
    }

    /** Below the checkout. */
    String sources() {
      return sources;
    }
  }

  /** In the gate's code. */
  PlantedFault(String name, String source, String was, String becomes, String campaign) {
    this(name, Module.GATE, source, was, becomes, campaign);
  }

  /** The same fault, for another campaign to catch. */
  PlantedFault caughtBy(String other) {
    return new PlantedFault(name, module, source, was, becomes, other);
  }

  /** All that are planted anywhere. */
  static List<PlantedFault> all() {
    var once = Stream.of(GATES, CentreFaults.ALL, WireFaults.ALL).flatMap(List::stream).toList();
    var again =
        once.stream()
            .flatMap(
                fault ->
                    CAUGHT_ALSO.getOrDefault(fault.name(), List.of()).stream()
                        .map(fault::caughtBy));
    return Stream.concat(once.stream(), again).toList();
  }

  /** By the name of a fault: further campaigns that must catch it. */
  private static final Map<String, List<String>> CAUGHT_ALSO =
      Map.of(
          "the journal skips its fsync", List.of("ext4"),
          "a delta counts as applied before it is forced", List.of("ext4"),
          "who was admitted when the gate died is forgotten", List.of("kill-gate"),
          "somebody is let in without the centre's word where the ticket type demands it",
              List.of("link"),
          "a gate without the centre keeps everybody out", List.of("kill-centre"),
          "nobody is told that codes are guessed", List.of("siege"));

  private static final List<PlantedFault> GATES =
      List.of(
          new PlantedFault(
              "an event is left out between two messages",
              "link/EventUploader.java",
              "    nextSequence = last + 1;",
              "    nextSequence = last + 2;",
              "park"),
          new PlantedFault(
              "a refund is not looked at",
              "admission/Rule.java",
              "        case RIGHT_REVOKED -> Verdict.refuse(Reason.REVOKED);",
              "        case RIGHT_REVOKED -> Verdict.fine();",
              "park"),
          new PlantedFault(
              "somebody is let in without the centre's word where the ticket type demands it",
              "admission/Rule.java",
              "Verdict.refuseIf(policy != OfflinePolicy.OFFLINE_CLAIM, Reason.STALE)",
              "Verdict.fine()",
              "park"),
          new PlantedFault(
              "a gate without the centre keeps everybody out",
              "admission/Rule.java",
              "      if (policy == OfflinePolicy.OFFLINE_OPEN) {\n        return Verdict.fine();",
              "      if (policy == OfflinePolicy.OFFLINE_OPEN) {\n"
                  + "        return Verdict.refuseIf(!c.question().getOnline(), Reason.STALE);",
              "link"),
          new PlantedFault(
              "a ticket that was sold a moment ago is not known",
              "admission/Doorkeeper.java",
              "          : notForHimself(signed(genuine, fingerprint, circumstances));",
              "          : unknown(Reason.STALE);",
              "link"),
          new PlantedFault(
              "the journal skips its fsync",
              "journal/SegmentFile.java",
              "        file.force();",
              "",
              "power-cut"),
          new PlantedFault(
              "the name of a new segment is not forced",
              "journal/SegmentStore.java",
              "      DurableFile.forceDirectory(directory);",
              "",
              "power-cut"),
          new PlantedFault(
              "events go up before they are power-safe",
              "journal/Journal.java",
              "epoch == this.epoch ? forcer.safe() : Long.MAX_VALUE",
              "Long.MAX_VALUE",
              "power-cut"),
          new PlantedFault(
              "BEFORE_RELEASE does not wait",
              "journal/Journal.java",
              "policy == PowerPolicy.BEFORE_RELEASE && numbered",
              "policy == null && numbered",
              "power-cut"),
          new PlantedFault(
              "an event counts as safe that came during the fsync",
              "journal/Journal.java",
              "      long target = lastSequence;",
              "      long target = lastSequence + 1;",
              "power-cut"),
          new PlantedFault(
              "a segment is forgotten when its first event is stored",
              "journal/Journal.java",
              "s.lastSequence() <= sequence",
              "s.firstSequence() <= sequence",
              "power-cut"),
          new PlantedFault(
              "checksums of records are not looked at",
              "journal/JournalFormat.java",
              "in.getInt(crcAt) != recordCrc(epoch, bytes, at, length)",
              "recordCrc(epoch, bytes, at, length) == 0 && length == 0",
              "bit-rot"),
          new PlantedFault(
              "nothing behind a damaged record is salvaged",
              "journal/SegmentScan.java",
              "        at++;",
              "        at = lastByte + 1;",
              "bit-rot"),
          new PlantedFault(
              "the newest epoch is not written down",
              "journal/Journal.java",
              "        epochFile.write(epoch);",
              "",
              "clock"),
          new PlantedFault(
              "damage is found and not told",
              "journal/Journal.java",
              "    this.damage = List.copyOf(recovery.damage());",
              "    this.damage = List.of();",
              "bit-rot"),
          new PlantedFault(
              "a failed fsync is tried again",
              "journal/Forcer.java",
              "      fail(work.failed(e));\n      return;",
              "      return;",
              "disk-fault"),
          new PlantedFault(
              "a failed write is passed over",
              "journal/Journal.java",
              "      throw fail(\"cannot write event \" + sequence + \" to \" + active.path(), e);",
              "      failure = null;",
              "disk-fault"),
          new PlantedFault(
              "the arm opens though nothing could be recorded",
              "LaneHands.java",
              "        if (failure.isEmpty()) {\n          move(move);",
              "        if (failure != null) {\n          move(move);",
              "disk-fault"),
          new PlantedFault(
              "a small file is renamed before it is forced",
              "DurableFile.java",
              "      channel.force(true);\n    }\n    Files.move",
              "    }\n    Files.move",
              "power-cut"),
          new PlantedFault(
              "a rename is not forced",
              "DurableFile.java",
              "    forceDirectory(file.toAbsolutePath().getParent());",
              "",
              "power-cut"),
          new PlantedFault(
              "a delta counts as applied before it is forced",
              "whitelist/DeltaLog.java",
              "    file.write(end, frame);\n    file.force();",
              "    file.write(end, frame);",
              "power-cut"),
          new PlantedFault(
              "a new generation is not forced",
              "whitelist/Table.java",
              "      written.force();",
              "",
              "power-cut"),
          new PlantedFault(
              "a log of deltas is deleted that is still needed",
              "whitelist/Directory.java",
              "                : number >= firstLog;",
              "                : number > firstLog;",
              "power-cut"),
          new PlantedFault(
              "a block's checksum is not looked at",
              "whitelist/Block.java",
              "    if ((int) Bytes.bigEndian(bytes, 0, Integer.BYTES) != crc(bytes, stamp)) {",
              "    if (bytes[0] != (int) stamp && bytes.length == 0) {",
              "bit-rot"),
          new PlantedFault(
              "CURRENT's checksum is not looked at",
              "whitelist/Current.java",
              "text.equals(current.text()) ?",
              "text.length() == current.text().length() ?",
              "bit-rot"),
          new PlantedFault(
              "a small file's checksum is not looked at",
              "SealedFile.java",
              "!text.substring(seal).strip().equals(seal(text.substring(0, seal)))",
              "text.substring(seal).isEmpty()",
              "bit-rot"),
          new PlantedFault(
              "who was admitted when the gate died is forgotten",
              "AdmissionBook.java",
              "    for (Open each : open.values()) {",
              "    for (Open each : List.<Open>of()) {",
              "clock"),
          new PlantedFault(
              "an assumed use is no use",
              "OwnUses.java",
              "event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED",
              "event.getKind() == EventKind.PASSED",
              "clock"),
          new PlantedFault(
              "own uses are forgotten before they came back",
              "OwnUses.java",
              "      uses.removeIf(use -> known.contains(new Identity(use.getEpoch(), use.getSequence())));",
              "      uses.clear();",
              "clock"),
          new PlantedFault(
              "epochs follow the wall clock",
              "journal/EpochFile.java",
              "Math.max(newestKnown + 1, candidate)",
              "candidate",
              "clock"),
          new PlantedFault(
              "an expired ticket is let in",
              "admission/Rule.java",
              "c.validity().hasEnded(c.question().getNowMillis())",
              "c.validity().hasEnded(0)",
              "clock"),
          new PlantedFault(
              "entries are not counted",
              "admission/Rule.java",
              "c.left(c.right().getEntries(), c.visits().total())",
              "c.left(c.right().getEntries(), 0)",
              "clock"),
          new PlantedFault(
              "a use is counted once here and once from the centre",
              "OwnUses.java",
              "        .filter(use -> !known.contains(new Identity(use.getEpoch(), use.getSequence())))",
              "",
              "clock"));
}
