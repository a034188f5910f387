package org.shanmen.central.live;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** The board, once and as a stream. */
public final class LiveRoutes implements Routes {
  private static final int STREAMS = 2000;

  private final Vertx vertx;
  private final LiveBoard board;
  private final AtomicInteger streams = new AtomicInteger();

  public LiveRoutes(Vertx vertx, LiveBoard board) {
    this.vertx = vertx;
    this.board = board;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("getBoard", call -> board.current().map(whole -> Reply.ok(whole.board())));
    operations.bindRaw(
        "streamLive",
        context -> {
          if (streams.incrementAndGet() > STREAMS) {
            streams.decrementAndGet();
            context.fail(Refused.tooManyRequests("实时连接过多", "too many live streams"));
            return;
          }
          board
              .current()
              .onSuccess(
                  whole ->
                      new LiveStream(vertx, board, context.response(), streams::decrementAndGet)
                          .begin(whole))
              .onFailure(
                  e -> {
                    streams.decrementAndGet();
                    context.fail(e);
                  });
        });
  }
}
