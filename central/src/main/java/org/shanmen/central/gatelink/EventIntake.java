package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what gates upload, and tells everybody whom it concerns: the board, the areas, those who
 * wait for a command's end, and the gates that must hear of a use.
 *
 * <p>Belongs to the links' event loop, but for {@link #stored}.
 */
final class EventIntake {
  private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

  private final EventIngest ingest;
  private final ChangeLog changeLog;
  private final LongSupplier toldVersion;
  private final GateWatcher watcher;
  private final AreaWatch areas;
  private final Commands commands;
  private final AtomicLong stored = new AtomicLong();

  /**
   * @param toldVersion of the whitelist that gates are brought to now
   */
  EventIntake(
      EventIngest ingest,
      ChangeLog changeLog,
      LongSupplier toldVersion,
      GateWatcher watcher,
      AreaWatch areas,
      Commands commands) {
    this.ingest = ingest;
    this.changeLog = changeLog;
    this.toldVersion = toldVersion;
    this.watcher = watcher;
    this.areas = areas;
    this.commands = commands;
  }

  /** Events stored since the centre started. From any thread. */
  long stored() {
    return stored.get();
  }

  /** Stores a batch and tells everybody who wants to know. */
  Future<EventIngest.Outcome> store(int gate, List<Event> events, boolean afterLoss) {
    return ingest
        .store(gate, events, afterLoss)
        .onSuccess(
            outcome -> {
              if (outcome instanceof EventIngest.Outcome.Stored done && !done.fresh().isEmpty()) {
                tell(gate, done);
              }
            });
  }

  private void tell(int gate, EventIngest.Outcome.Stored done) {
    stored.addAndGet(done.fresh().size());
    note(gate, done.fresh());
    if (done.fresh().stream().anyMatch(CheckedEvent::countsPeople)) {
      areas.refresh();
    }
    if (done.whitelistVersion() > toldVersion.getAsLong()) {
      changeLog.published();
    }
  }

  private void note(int gate, List<CheckedEvent> fresh) {
    for (var event : fresh) {
      event
          .quarantined()
          .ifPresent(
              why ->
                  log.error(
                      "gate number {}: event {}/{} makes no sense ({}); stored as {}",
                      gate,
                      event.event().getEpoch(),
                      event.event().getSequence(),
                      why,
                      CheckedEvent.QUARANTINED));
    }
    var sound = fresh.stream().filter(CheckedEvent::sound).map(CheckedEvent::event).toList();
    watcher.stored(gate, sound);
    var done =
        sound.stream()
            .filter(event -> event.getKind() == EventKind.COMMAND_DONE)
            .flatMap(event -> uuid(event.getDetail()).stream())
            .toList();
    commands
        .doneByJournal(gate, done)
        .onFailure(e -> log.error("commands done by gate number {} were not noted", gate, e));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
