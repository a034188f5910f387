package org.shanmen.central.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;

/** The centre's HTTP server. */
public final class WebServer {
  private static final int IDLE_SECONDS = 120;

  private final HttpServer server;

  private WebServer(HttpServer server) {
    this.server = server;
  }

  /**
   * What the server answers.
   *
   * @param subjects together they must bind every operation of the contract
   */
  public record Parts(
      Contract contract,
      Sessions sessions,
      UnitWall units,
      MachineLogin machines,
      List<Routes> subjects,
      List<HealthCheck> checks,
      List<MetricsText.Source> metrics) {}

  /**
   * Starts to listen.
   *
   * @param port 0: any that is free
   * @throws IllegalStateException if an operation is not bound
   */
  public static Future<WebServer> listen(Vertx vertx, String host, int port, Parts parts) {
    var options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setIdleTimeout(IDLE_SECONDS)
            .setCompressionSupported(true);
    return vertx
        .createHttpServer(options)
        .requestHandler(router(vertx, parts))
        .listen()
        .map(WebServer::new);
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Stops listening and ends all connections. */
  public Future<Void> close() {
    return server.close();
  }

  private static Router router(Vertx vertx, Parts parts) {
    var operations = new Operations();
    parts.subjects().forEach(subject -> subject.bind(operations));
    var router = Router.router(vertx);
    router.route().handler(new SecurityHeaders()).failureHandler(Answers::failure);
    for (int status : new int[] {400, 404, 413, 415, 500}) {
      router.errorHandler(status, Answers::failure);
    }
    new ApiRouter(
            vertx, parts.contract(), new Access(parts.sessions(), parts.units(), parts.machines()))
        .mount(router, operations);
    new Watch(parts.checks(), parts.metrics()).mount(router);
    router
        .get("/openapi.yaml")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .end(parts.contract().file()));
    router.route().handler(new ConsoleFiles(vertx));
    return router;
  }
}
