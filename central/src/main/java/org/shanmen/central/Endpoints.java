package org.shanmen.central;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.shanmen.central.CentreConfig.Listen;

/**
 * Where a running centre can be reached; written to endpoints.json in the data directory for
 * programs that started the centre on free ports.
 *
 * @param http such as http://127.0.0.1:8080
 * @param gatelinkPort where gates connect
 */
public record Endpoints(String http, int gatelinkPort) {
  private static final String FILE = "endpoints.json";

  static Endpoints of(Listen http, int httpPort, int gatelinkPort) {
    // An address that means "all of this machine's" is none to connect to.
    String host =
        http.host().equals("0.0.0.0") || http.host().equals("::") ? "127.0.0.1" : http.host();
    String spelled = host.contains(":") ? "[" + host + "]" : host;
    return new Endpoints("http://" + spelled + ":" + httpPort, gatelinkPort);
  }

  /** Old or new, never half: a reader may look at any time. */
  void write(Path data) throws IOException {
    Path fresh = data.resolve(FILE + ".new");
    Files.writeString(
        fresh, new JsonObject().put("http", http).put("gatelink", gatelinkPort).encode() + "\n");
    Files.move(
        fresh,
        data.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void remove(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }
}
