package org.shanmen.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many people the beams have seen since the gate began to keep books. The journal forgets what
 * the centre holds, so the count up to some event is kept in {@code passes.tally} and the retained
 * events behind it are added at the start. Only for show; the centre counts events. One thread.
 */
final class PassageTally {
  private static final Logger LOG = LoggerFactory.getLogger(PassageTally.class);

  private final SealedFile file;
  private long epoch;
  private long sequence;
  private long in;
  private long out;
  private long unsaved;
  private long savedMillis;

  PassageTally(Path data) {
    this.file = new SealedFile(data.resolve("passes.tally"));
    try {
      file.read().ifPresent(this::restore);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The count of passes begins anew: {}", e.getMessage());
    }
  }

  /** Counts an event, unless it was counted before the restart. In the journal's order. */
  void add(Event event) {
    if (event.getEpoch() < epoch
        || (event.getEpoch() == epoch && event.getSequence() <= sequence)) {
      return;
    }
    epoch = event.getEpoch();
    sequence = event.getSequence();
    if (isPassage(event)) {
      unsaved++;
      if (event.getDirection() == Direction.OUT) {
        out++;
      } else {
        in++;
      }
    }
  }

  /**
   * Puts the count on disk now and then, at the price of some milliseconds of the caller's time. A
   * failure costs nothing but a lower count one day.
   */
  void save(long nowMillis) {
    if (unsaved > 0 && nowMillis - savedMillis >= Limits.CHECKPOINT_MILLIS) {
      saveNow(nowMillis);
    }
  }

  void saveNow(long nowMillis) {
    savedMillis = nowMillis;
    try {
      file.write(List.of("epoch " + epoch, "sequence " + sequence, "in " + in, "out " + out));
      unsaved = 0;
    } catch (IOException e) {
      LOG.warn("Could not save the count of passes", e);
    }
  }

  long in() {
    return in;
  }

  long out() {
    return out;
  }

  private static boolean isPassage(Event event) {
    return switch (event.getKind()) {
      case PASSED, FREE_PASS, UNAUTHORISED_PASS -> true;
      default -> false;
    };
  }

  private void restore(List<String> lines) {
    epoch = number(lines, "epoch ");
    sequence = number(lines, "sequence ");
    in = number(lines, "in ");
    out = number(lines, "out ");
  }

  private static long number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name.strip()));
  }
}
