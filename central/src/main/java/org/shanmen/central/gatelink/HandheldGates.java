package org.shanmen.central.gatelink;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.Event;

/**
 * What gates say and ask that have no connection of their own: handhelds, which come by HTTP. Their
 * events and claims go the way of every gate's. From any thread; answers come on the links' event
 * loop.
 */
public final class HandheldGates {
  /** What came of a batch of events. */
  public sealed interface Upload {
    /**
     * All events of the epoch up to the sequence are stored.
     *
     * @param whitelistVersion of the change log that holds their uses
     */
    record Stored(long sequence, long whitelistVersion) implements Upload {}

    /** Something between is missing; nothing was stored. */
    record Gap(long expectedSequence) implements Upload {}

    /** The batch is no sequence of events; nothing was stored. */
    record Mistake(String what) implements Upload {}
  }

  private final GateLink link;

  public HandheldGates(GateLink link) {
    this.link = link;
  }

  /**
   * Stores a batch exactly once, however often it comes, and tells all gates of its uses.
   *
   * @param afterLoss nobody has what is missing before it any more
   */
  public Future<Upload> store(int gate, List<Event> events, boolean afterLoss) {
    var mistake = EventIngest.mistake(events);
    if (mistake.isPresent()) {
      return Future.succeededFuture(new Upload.Mistake(mistake.get()));
    }
    return onLoop(() -> link.store(gate, events, afterLoss))
        .map(
            outcome ->
                outcome instanceof EventIngest.Outcome.Stored stored
                    ? new Upload.Stored(stored.sequence(), stored.whitelistVersion())
                    : new Upload.Gap(((EventIngest.Outcome.Gap) outcome).expectedSequence()));
  }

  /** Asks, or settles, for a right whose type wants the centre asked first; see {@link Claims}. */
  public Future<ClaimReply> claim(int gate, Claim said) {
    return onLoop(() -> link.claim(gate, said));
  }

  /** How an area stands. */
  public Future<AreaState> area(int area) {
    return onLoop(() -> Future.succeededFuture(link.areas().greeting(area)));
  }

  /** Admissions too many of which a gate made one, found since; the latest first, at most 100. */
  public static JsonArray duplicates(DSLContext sql, int gate, Instant since) {
    return Duplicates.list(sql, 100, new Duplicates.Of(gate, since));
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> task) {
    var done = Promise.<T>promise();
    link.onLoop(() -> task.get().onComplete(done));
    return done.future();
  }
}
