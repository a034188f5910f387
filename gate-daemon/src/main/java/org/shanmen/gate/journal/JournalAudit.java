package org.shanmen.gate.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.shanmen.gate.journal.JournalFormat.Found;
import org.shanmen.gate.log.ConsoleLog;
import org.shanmen.protocol.wire.Event;

/**
 * {@code ./shanmen journal [--verify] FILE...}: prints and verifies segments and journal
 * directories, byte by byte; {@code --verify} prints no events. Only reads; the gate may be
 * running.
 *
 * <p>Exit codes: {@value #WHOLE} whole; {@value #DAMAGED} something is damaged or missing; {@value
 * #MISTAKE} a mistake in the command, or a file that cannot be read; {@value #TORN} whole but for
 * the very end, where a write was under way or was cut, or the last records are damaged, which
 * nobody can tell apart.
 */
public final class JournalAudit {
  static final int WHOLE = 0;
  static final int DAMAGED = 1;
  static final int MISTAKE = 2;
  static final int TORN = 3;

  private static final String USAGE =
      "usage: shanmen journal [--verify] FILE..., each a segment, a journal directory or gate.data"
          + " / 用法:shanmen journal [--verify] 文件或目录...";

  private final PrintStream out;
  private boolean printsEvents = true;

  private int segments;
  private long events;
  private long missing;
  private int damages;
  private int torn;

  JournalAudit(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    ConsoleLog.start();
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out, err));
  }

  /** Returns the exit code. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    var audit = new JournalAudit(out);
    var places = new ArrayList<Path>();
    for (String argument : arguments) {
      if (argument.equals("--verify")) {
        audit.printsEvents = false;
      } else if (argument.startsWith("-")) {
        err.println("shanmen journal: " + argument + ": no such option; " + USAGE);
        return MISTAKE;
      } else {
        places.add(Path.of(argument));
      }
    }
    if (places.isEmpty()) {
      err.println(USAGE);
      return MISTAKE;
    }
    try {
      for (Path place : places) {
        audit.look(place);
      }
    } catch (Unreadable e) {
      err.println("shanmen journal: " + e.getMessage());
      return MISTAKE;
    } catch (IOException e) {
      err.println("shanmen journal: cannot be read / 无法读取: " + e);
      return MISTAKE;
    }
    return audit.verdict();
  }

  /** What was named is no journal. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  private void look(Path place) throws IOException, Unreadable {
    if (!Files.exists(place)) {
      throw new Unreadable(place + ": no such file or directory / 没有该文件或目录");
    }
    if (!Files.isDirectory(place)) {
      var segment =
          SegmentAudit.of(place)
              .orElseThrow(
                  () ->
                      new Unreadable(
                          place
                              + ": no segment of a journal: neither its name nor its first bytes are"
                              + " / 不是日志分段文件"));
      tell(segment, true);
      return;
    }
    var directory = Files.isDirectory(place.resolve("journal")) ? place.resolve("journal") : place;
    var all = read(directory);
    var epochFile = new EpochFile(directory);
    if (all.isEmpty() && epochFile.read().isEmpty()) {
      throw new Unreadable(place + ": holds no journal / 目录中没有日志");
    }
    out.println(directory + ": " + all.size() + " segments");
    tellEpochFile(epochFile, all);
    for (int i = 0; i < all.size(); i++) {
      if (i > 0) {
        tellBetween(all.get(i - 1), all.get(i));
      }
      tell(all.get(i), i == all.size() - 1);
    }
  }

  /** The segments of a directory, oldest first; what the gate forgets meanwhile is left out. */
  private static List<SegmentAudit> read(Path directory) throws IOException {
    var found = new ArrayList<SegmentAudit>();
    for (var segment : Segment.in(directory)) {
      try {
        SegmentAudit.of(segment.path()).ifPresent(found::add);
      } catch (NoSuchFileException e) {
        // The centre has stored it since the directory was listed.
      }
    }
    found.sort(
        Comparator.comparingLong(SegmentAudit::epoch)
            .thenComparingLong(SegmentAudit::firstSequence));
    return found;
  }

  private void tellEpochFile(EpochFile file, List<SegmentAudit> all) throws IOException {
    long newest = all.isEmpty() ? 0 : all.get(all.size() - 1).epoch();
    var said = file.read();
    if (said.isEmpty()) {
      damage("the file epoch is missing or damaged");
    } else if (said.getAsLong() != newest) {
      damage("the file epoch says " + said.getAsLong() + ", the newest segment is of " + newest);
    }
  }

  private void tellBetween(SegmentAudit before, SegmentAudit after) {
    boolean sameEpoch = before.epoch() == after.epoch();
    if (sameEpoch && after.firstSequence() > before.lastSequence() + 1) {
      gap(new SegmentAudit.Gap(before.lastSequence() + 1, after.firstSequence() - 1));
    }
  }

  private void tell(SegmentAudit segment, boolean newest) {
    segments++;
    out.println(
        "%s: epoch %d from event %d on, %d bytes"
            .formatted(
                segment.path().getFileName(),
                segment.epoch(),
                segment.firstSequence(),
                segment.bytes().length));
    if (segment.headerDamaged()) {
      damage("bytes 0 to " + (JournalFormat.HEADER_BYTES - 1) + " are not this segment's header");
    }
    var holes = segment.scan().holes().iterator();
    var hole = holes.hasNext() ? holes.next() : null;
    long expected = segment.firstSequence();
    for (Found record : segment.scan().records()) {
      if (hole != null && hole.from() < record.at()) {
        damage(
            "bytes %d to %d are no record, valid ones follow"
                .formatted(hole.from(), hole.until() - 1));
        hole = holes.hasNext() ? holes.next() : null;
      }
      if (record.sequence() != expected) {
        gap(new SegmentAudit.Gap(expected, record.sequence() - 1));
      }
      expected = record.sequence() + 1;
      tell(segment.bytes(), record);
    }
    tellEnd(segment, newest);
  }

  private void tell(byte[] bytes, Found record) {
    events++;
    Event event;
    try {
      event = Journal.event(bytes, record);
    } catch (JournalFailed e) {
      damage("byte %d: %s".formatted(record.at(), e.getMessage()));
      return;
    }
    if (printsEvents) {
      out.println("  %8d  #%d %s".formatted(record.at(), record.sequence(), line(event)));
    }
  }

  private static String line(Event event) {
    var words = new StringBuilder();
    words.append(Instant.ofEpochMilli(event.getAtMillis())).append(' ').append(event.getKind());
    if (event.getReason().getNumber() != 0) {
      words.append(' ').append(event.getReason());
    }
    if (event.getRight() != 0) {
      words.append(" right ").append(Long.toUnsignedString(event.getRight()));
    }
    if (event.getPeople() != 0) {
      words.append(" people ").append(event.getPeople());
    }
    if (event.getReference() != 0) {
      words.append(" of #").append(event.getReference());
    }
    if (!event.getDetail().isEmpty()) {
      words.append(" \"").append(event.getDetail()).append('"');
    }
    return words.toString();
  }

  private void tellEnd(SegmentAudit segment, boolean newest) {
    int tornBytes = segment.scan().tornBytes();
    if (tornBytes == 0) {
      return;
    }
    int end = segment.scan().end();
    String what =
        "bytes %d to %d behind the last record are neither a record nor zero"
            .formatted(end, end + tornBytes - 1);
    if (newest) {
      torn++;
      out.println("! " + what + ": a write under way or cut off, or damage to the last records");
    } else {
      damage(what);
    }
  }

  private void gap(SegmentAudit.Gap gap) {
    missing += gap.until() - gap.from() + 1;
    damage(gap + " missing");
  }

  private void damage(String what) {
    damages++;
    out.println("! " + what);
  }

  private int verdict() {
    boolean onlyTorn = damages == 0 && torn > 0;
    String word = damages > 0 ? "damaged / 已损坏" : onlyTorn ? "torn end / 末尾不完整" : "whole / 完好";
    out.println(
        "%s: %d segments, %d events, %d missing, %d findings"
            .formatted(word, segments, events, missing, damages + torn));
    return damages > 0 ? DAMAGED : onlyTorn ? TORN : WHOLE;
  }
}
