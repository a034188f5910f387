package org.shanmen.central.live;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.shanmen.central.web.Access;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;
import org.shanmen.central.web.Sessions;

/** The board, once and as a stream. */
public final class LiveRoutes implements Routes {
  private static final int STREAMS = 2000;

  private final Vertx vertx;
  private final LiveBoard board;
  private final Sessions sessions;
  private final AtomicInteger streams = new AtomicInteger();

  public LiveRoutes(Vertx vertx, LiveBoard board, Sessions sessions) {
    this.vertx = vertx;
    this.board = board;
    this.sessions = sessions;
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
          // Watching the board is using the session.
          var token = Access.token(context);
          BooleanSupplier loggedIn = () -> token.flatMap(sessions::find).isPresent();
          board
              .current()
              .onSuccess(
                  whole ->
                      new LiveStream(
                              vertx, board, context.response(), loggedIn, streams::decrementAndGet)
                          .begin(whole))
              .onFailure(
                  e -> {
                    streams.decrementAndGet();
                    context.fail(e);
                  });
        });
  }
}
