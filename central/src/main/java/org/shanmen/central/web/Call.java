package org.shanmen.central.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Map;
import java.util.Optional;

/** One validated request. Values are within what openapi.yaml allows. */
public final class Call {
  static final String VALIDATED = "shanmen.validated";
  static final String SESSION = "shanmen.session";
  static final String MACHINE = "shanmen.machine";

  private final RoutingContext context;
  private final ValidatedRequest request;

  Call(RoutingContext context) {
    this.context = context;
    this.request = context.get(VALIDATED);
  }

  /** Who asks. For public operations somebody without a name or roles. */
  public Actor actor() {
    return actor(context);
  }

  /** The machine that asks; empty: a person or a stranger. */
  public Optional<Machine> machine() {
    return Optional.ofNullable(context.get(MACHINE));
  }

  /**
   * The caller's session.
   *
   * @throws IllegalStateException if the operation is public
   */
  public Session session() {
    Session session = context.get(SESSION);
    if (session == null) {
      throw new IllegalStateException("a public operation has no session");
    }
    return session;
  }

  /** Who asks, for handlers bound raw. */
  public static Actor actor(RoutingContext context) {
    Session session = context.get(SESSION);
    String address = address(context);
    Machine machine = context.get(MACHINE);
    if (machine != null) {
      return new Actor(machine.actorName(), java.util.Set.of(Role.CHANNEL), address);
    }
    return session == null
        ? new Actor("", java.util.Set.of(), address)
        : new Actor(session.name(), session.rights(), address);
  }

  /** A parameter of the path. */
  public String path(String name) {
    return request.getPathParameters().get(name).getString();
  }

  public Optional<String> query(String name) {
    return parameter(request.getQuery(), name).map(RequestParameter::getString);
  }

  public long query(String name, long otherwise) {
    return parameter(request.getQuery(), name).map(RequestParameter::getLong).orElse(otherwise);
  }

  /** Whether a parameter of the query that is yes or no is given as yes. */
  public boolean isSet(String name) {
    return parameter(request.getQuery(), name).map(RequestParameter::getBoolean).orElse(false);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /** Empty if an optional body was left out. */
  public JsonObject body() {
    var body = request.getBody();
    return body == null || body.isEmpty() ? new JsonObject() : body.getJsonObject();
  }

  /** For cookies. */
  public RoutingContext context() {
    return context;
  }

  private static Optional<RequestParameter> parameter(
      Map<String, RequestParameter> parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isNull());
  }

  static String address(RoutingContext context) {
    var remote = context.request().remoteAddress();
    return remote == null || remote.hostAddress() == null ? "" : remote.hostAddress();
  }
}
