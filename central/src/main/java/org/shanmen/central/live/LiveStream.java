package org.shanmen.central.live;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;

/**
 * Server-sent events to one browser: the board first, then what changes, looked up five times a
 * second. Nothing queues up for a browser that reads slowly: it gets the latest state when it has
 * caught up, and is cut off when it has not after {@link #STALLED_TICKS}. The stream ends with the
 * session that asked for it, within {@link #SESSION_TICKS}.
 *
 * <p>Belongs to the event loop of its request.
 */
final class LiveStream {
  static final long TICK_MILLIS = 200;
  static final int PING_TICKS = 75;
  static final int SESSION_TICKS = 5;
  static final int STALLED_TICKS = 100;

  private static final int WRITE_QUEUE_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final LiveBoard board;
  private final HttpServerResponse response;
  private final BooleanSupplier loggedIn;
  private final Runnable ended;
  private long seen;
  private int ticks;
  private int quietTicks;
  private int stalledTicks;
  private long timer;
  private boolean over;

  /**
   * @param loggedIn whether the session that asked for the stream is still open
   * @param ended told once, when the browser is gone
   */
  LiveStream(
      Vertx vertx,
      LiveBoard board,
      HttpServerResponse response,
      BooleanSupplier loggedIn,
      Runnable ended) {
    this.vertx = vertx;
    this.board = board;
    this.response = response;
    this.loggedIn = loggedIn;
    this.ended = ended;
  }

  /**
   * @param whole the board as the browser first gets it
   */
  void begin(LiveBoard.Whole whole) {
    if (response.closed()) {
      end();
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // Neither a proxy's buffer nor compression may hold events back.
        .putHeader("X-Accel-Buffering", "no")
        .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
        .setChunked(true)
        .setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    response.exceptionHandler(e -> end());
    response.closeHandler(closed -> end());
    seen = whole.revision();
    var first = Buffer.buffer("retry: 2000\n\n");
    append(first, "board", whole.board());
    response.write(first);
    timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
  }

  private void tick() {
    ticks++;
    if (ticks % SESSION_TICKS == 0 && !loggedIn.getAsBoolean()) {
      end();
      response.end();
      return;
    }
    if (response.writeQueueFull()) {
      stalledTicks++;
      if (stalledTicks > STALLED_TICKS) {
        end();
        response.reset();
      }
      return;
    }
    stalledTicks = 0;
    var events = Buffer.buffer();
    if (board.revision() != seen) {
      var changes = board.since(seen);
      seen = changes.revision();
      changes.gone().forEach(gate -> append(events, "gone", new JsonObject().put("code", gate)));
      changes.gates().forEach(gate -> append(events, "gate", gate));
      changes.totals().ifPresent(totals -> append(events, "totals", totals));
      changes.commands().forEach(command -> append(events, "command", command));
    }
    quietTicks++;
    if (quietTicks >= PING_TICKS) {
      quietTicks = 0;
      events.appendString(": ping\n\n");
    }
    if (events.length() > 0) {
      response.write(events);
    }
  }

  private void end() {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      ended.run();
    }
  }

  private static void append(Buffer events, String name, JsonObject data) {
    events.appendString("event: ").appendString(name).appendString("\ndata: ");
    events.appendBuffer(data.toBuffer()).appendString("\n\n");
  }
}
