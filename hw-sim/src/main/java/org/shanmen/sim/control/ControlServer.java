package org.shanmen.sim.control;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.shanmen.sim.rig.Simulation;

/** The control API on a local port. */
public final class ControlServer implements Closeable {
  private static final int PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final String host;
  private final HttpServer server;

  private ControlServer(Vertx vertx, String host, HttpServer server) {
    this.vertx = vertx;
    this.host = host;
    this.server = server;
  }

  /**
   * @param listen port 0 takes any free one
   * @throws IOException if the address cannot be listened on
   */
  public static ControlServer start(Simulation simulation, InetSocketAddress listen)
      throws IOException {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
    try {
      var server =
          vertx
              .createHttpServer()
              .requestHandler(new ControlApi(vertx, simulation).router())
              .listen(listen.getPort(), listen.getHostString())
              .toCompletionStage()
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new ControlServer(vertx, listen.getHostString(), server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      vertx.close();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      vertx.close();
      throw new IOException(listen + ": the control API cannot listen there: " + e.getMessage(), e);
    }
  }

  /** For example {@code http://127.0.0.1:9200}. */
  public URI address() {
    return URI.create("http://" + host + ":" + server.actualPort());
  }

  @Override
  public void close() throws IOException {
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the control API did not stop", e);
    }
  }
}
