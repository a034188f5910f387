package org.shanmen.central.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestValidator;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Routes each operation of openapi.yaml: access, then the body, then validation, then the handler
 * that its subject bound. In this order, a stranger learns nothing but that he must log in.
 */
final class ApiRouter {
  /** Of a request; a sale of 50 lines has room. */
  static final int BODY_LIMIT_BYTES = 64 * 1024;

  private final Contract contract;
  private final Access access;
  private final RequestValidator validator;
  private final RequestExtractor extractor = RequestExtractor.withBodyHandler();

  ApiRouter(Vertx vertx, Contract contract, Access access) {
    this.contract = contract;
    this.access = access;
    this.validator = RequestValidator.create(vertx, contract.model());
  }

  /**
   * @throws IllegalStateException if an operation is not bound, or bound but not described
   */
  void mount(Router router, Operations operations) {
    var described =
        contract.operations().stream()
            .map(Operation::getOperationId)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!described.equals(new TreeSet<>(operations.bound()))) {
      var missing = new TreeSet<>(described);
      missing.removeAll(operations.bound());
      var unknown = new TreeSet<>(operations.bound());
      unknown.removeAll(described);
      throw new IllegalStateException(
          "openapi.yaml and the handlers differ: not bound " + missing + ", unknown " + unknown);
    }
    for (var operation : contract.operations()) {
      route(router, operation, operations.handler(operation.getOperationId()).orElseThrow());
    }
  }

  private void route(Router router, Operation operation, Handler<RoutingContext> handler) {
    var permission = Permission.of(operation);
    var route =
        router
            .route(operation.getHttpMethod(), routerPath(operation))
            .handler((SecurityPolicyHandler) context -> access.check(context, permission));
    if (!operation.getHttpMethod().equals(HttpMethod.GET)) {
      route.handler(BodyHandler.create(false).setBodyLimit(bodyLimit(operation)));
    }
    route.handler(context -> validate(context, operation));
    if (permission.units().isPresent()) {
      route.handler(context -> access.checkUnits(context, permission));
    }
    route.handler(handler);
  }

  /** More than usual for operations that take files: the contract says how much. */
  private static long bodyLimit(Operation operation) {
    return operation.getOpenAPIModel().getLong("x-max-bytes", (long) BODY_LIMIT_BYTES);
  }

  private void validate(RoutingContext context, Operation operation) {
    if (!Texts.storable(context)) {
      context.fail(
          Refused.badRequest("文字中含有不允许的字符", "a text holds a character that is not allowed"));
      return;
    }
    extractor
        .extractValidatableRequest(context, operation)
        .compose(request -> validator.validate(request, operation.getOperationId()))
        .onSuccess(
            request -> {
              context.put(Call.VALIDATED, request);
              context.next();
            })
        .onFailure(context::fail);
  }

  /** {@code /api/v1/gates/{code}} as the router spells it. */
  private static String routerPath(Operation operation) {
    return operation.getAbsoluteOpenAPIPath().replaceAll("\\{([^}]+)}", ":$1");
  }
}
