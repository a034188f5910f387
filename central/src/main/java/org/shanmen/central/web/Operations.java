package org.shanmen.central.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What answers each operation of openapi.yaml. Roles, cross-site tokens and validation are dealt
 * with before a handler is called; handlers run on an event loop and must not block it.
 */
public final class Operations {
  private final Map<String, Handler<RoutingContext>> handlers = new LinkedHashMap<>();

  /**
   * Binds an operation that answers with JSON or a file. A {@link Refused}, thrown or in the
   * future, becomes the error answer; anything else is a fault of ours, logged and answered with
   * 500.
   *
   * @throws IllegalStateException if the operation is bound already
   */
  public void bind(String operationId, Function<Call, Future<Reply>> handler) {
    bindRaw(
        operationId,
        context ->
            handler
                .apply(new Call(context))
                .onSuccess(reply -> Answers.reply(context, reply))
                .onFailure(context::fail));
  }

  /** Binds an operation that writes its own answer, such as a stream of events. */
  public void bindRaw(String operationId, Handler<RoutingContext> handler) {
    if (handlers.putIfAbsent(operationId, handler) != null) {
      throw new IllegalStateException("operation " + operationId + " is bound twice");
    }
  }

  Optional<Handler<RoutingContext>> handler(String operationId) {
    return Optional.ofNullable(handlers.get(operationId));
  }

  Set<String> bound() {
    return handlers.keySet();
  }
}
