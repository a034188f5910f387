package org.shanmen.central.paper;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.concurrent.TimeUnit;

/**
 * Sends documents to printers that take bytes over TCP as they are, usually at port 9100. Such a
 * printer does not say whether it printed: that it took the bytes is all that is known. Never
 * blocks. Thread-safe.
 */
public final class NetworkPrinters {
  private static final int PATIENCE_MILLIS = 5_000;

  private final NetClient client;

  public NetworkPrinters(Vertx vertx) {
    this.client =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(PATIENCE_MILLIS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(PATIENCE_MILLIS));
  }

  /** Done when the printer took everything; fails if it does not answer or takes nothing more. */
  public Future<Void> print(String host, int port, byte[] document) {
    return client.connect(port, host).compose(socket -> socket.end(Buffer.buffer(document)));
  }
}
