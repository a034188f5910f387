package org.shanmen.central.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** GET /health and GET /metrics, for monitoring; they tell no names and need no login. */
final class Watch {
  private final List<HealthCheck> checks;
  private final List<MetricsText.Source> metrics;

  Watch(List<HealthCheck> checks, List<MetricsText.Source> metrics) {
    this.checks = List.copyOf(checks);
    this.metrics = List.copyOf(metrics);
  }

  void mount(Router router) {
    router.get("/health").handler(this::health);
    router.get("/metrics").handler(this::metrics);
  }

  private void health(RoutingContext context) {
    var results = new ArrayList<Future<?>>();
    checks.forEach(check -> results.add(check.probe().get()));
    Future.join(results)
        .onComplete(
            all -> {
              var body = new JsonObject().put("status", all.succeeded() ? "ok" : "failing");
              for (int i = 0; i < checks.size(); i++) {
                body.put(checks.get(i).name(), results.get(i).succeeded() ? "ok" : "failing");
              }
              Answers.json(context, all.succeeded() ? 200 : 503, body);
            });
  }

  private void metrics(RoutingContext context) {
    var out = new MetricsText();
    metrics.forEach(source -> source.write(out));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(out.toString());
  }
}
