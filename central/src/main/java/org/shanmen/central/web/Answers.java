package org.shanmen.central.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: JSON, and errors that say in two languages what went wrong. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void reply(RoutingContext context, Reply reply) {
    if (reply.download() == null) {
      json(context, reply.status(), reply.body());
    } else {
      download(context, reply.download());
    }
  }

  private static void download(RoutingContext context, Download file) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType())
        .putHeader("Content-Disposition", "attachment; filename=\"" + file.name() + '"')
        .end(file.bytes());
  }

  /**
   * @param body null for an answer without one
   */
  static void json(RoutingContext context, int status, JsonObject body) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (body == null) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
    }
  }

  /** Answers a request that failed, whatever the reason. */
  static void failure(RoutingContext context) {
    var refused = reason(context);
    if (context.response().headWritten()) {
      context.request().connection().close();
      return;
    }
    json(context, refused.status(), refused.body());
  }

  private static Refused reason(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof Refused refused) {
      return refused;
    }
    if (failure instanceof ValidatorException invalid) {
      return Refused.badRequest("请求不符合接口定义：" + invalid.getMessage(), invalid.getMessage());
    }
    if (failure instanceof DecodeException) {
      return Refused.badRequest("请求体不是有效的 JSON", "the body is not valid JSON");
    }
    return switch (context.statusCode()) {
      case 400 -> Refused.badRequest("请求格式错误", "the request is malformed");
      case 404 -> Refused.notFound("没有这个地址", "there is nothing at this address");
      case 413 -> new Refused(413, "TOO_LARGE", "请求体过大", "the body is too large");
      case 415 -> new Refused(415, "UNSUPPORTED_MEDIA_TYPE", "请使用 JSON", "send JSON");
      default -> fault(context, failure);
    };
  }

  private static Refused fault(RoutingContext context, Throwable failure) {
    LOG.error("{} {} failed", context.request().method(), context.normalizedPath(), failure);
    return new Refused(500, "INTERNAL", "中心内部错误，已记录", "a fault of the centre; it was logged");
  }
}
