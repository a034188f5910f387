package org.shanmen.central;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.shanmen.central.db.DataDirectory;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.KeptPostgres;
import org.shanmen.central.park.Park;
import org.shanmen.central.payment.PaymentConfig;
import org.shanmen.central.sandboxpay.SandboxPay;
import org.shanmen.protocol.conf.InvalidConfiguration;

/**
 * One real centre on real PostgreSQL for all tests of this JVM. Each test makes its own names, and
 * leaves what is the whole park's as it found it.
 */
public final class WholeCentre {
  public static final String PASSWORD = "correct horse";
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final AtomicInteger names = new AtomicInteger();
  private static WholeCentre shared;

  private final Centre centre;
  private final Database database;
  private final CentreConfig config;
  private Browser admin;

  private WholeCentre(Centre centre, Database database, CentreConfig config) {
    this.centre = centre;
    this.database = database;
    this.config = config;
  }

  public static synchronized WholeCentre shared() {
    if (shared == null) {
      shared = alone();
    }
    return shared;
  }

  /** A further one, for a test that may leave anything behind; it ends with the JVM. */
  public static WholeCentre alone() {
    try {
      return start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WholeCentre start() throws IOException {
    var home = Files.createTempDirectory("shanmen-centre-");
    var directory = DataDirectory.claim(home.resolve("server"));
    var postgres = KeptPostgres.start(directory);
    var sandbox = SandboxPay.start(0, InstantSource.system());
    // Known beforehand: the sandbox is told where to send its notifications.
    int port = freePort();
    var config =
        new CentreConfig(
            home.resolve("data"),
            new CentreConfig.Listen("127.0.0.1", port),
            new CentreConfig.Listen("127.0.0.1", 0),
            Optional.of(postgres.settings()),
            new Park("示范园", "Model Park", ZONE),
            paidBy(sandbox, port),
            Optional.of(PASSWORD),
            Optional.empty());
    var centre = Centre.start(config, InstantSource.system());
    var vertx = Vertx.vertx();
    var database = Database.open(vertx, postgres.settings());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  centre.close();
                  sandbox.close();
                  database.close();
                  vertx.close().await();
                  try (postgres;
                      directory;
                      var files = Files.walk(home)) {
                    postgres.close();
                    files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    return new WholeCentre(centre, database, config);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static PaymentConfig paidBy(SandboxPay sandbox, int port) {
    String text = sandbox.configuration().replace("127.0.0.1:8080", "127.0.0.1:" + port);
    try {
      return CentreConfig.read("centre.conf", "data = x\n" + text).payment();
    } catch (InvalidConfiguration e) {
      throw new IllegalStateException(e);
    }
  }

  /** The database behind the centre's back. */
  public Database database() {
    return database;
  }

  public CentreConfig config() {
    return config;
  }

  /** A browser in which nobody is logged in. */
  public Browser stranger() {
    return new Browser(centre.endpoints().http());
  }

  /** The first administrator's browser. */
  public synchronized Browser admin() {
    if (admin == null) {
      admin = stranger().logIn("admin", PASSWORD);
    }
    return admin;
  }

  /** The browser of a new user with these roles. */
  public Browser with(String... roles) {
    return stranger().logIn(newUser(roles), PASSWORD);
  }

  /** The name of a new user with these roles; the password is {@link #PASSWORD}. */
  public String newUser(String... roles) {
    String name = newName("user");
    admin()
        .post(
            "/users",
            new JsonObject()
                .put("name", name)
                .put("display_name", "测试")
                .put("password", PASSWORD)
                .put("roles", new JsonArray(java.util.List.of(roles))))
        .expect(201);
    return name;
  }

  /** A name or code that nothing else has. */
  public static String newName(String prefix) {
    return prefix + names.incrementAndGet();
  }

  /** The code of a new ticket type: single, 1 day, opaque, unless changed. */
  public String newTicketType(JsonObject changes) {
    String code = newName("T");
    admin()
        .post(
            "/ticket-types",
            new JsonObject()
                .put("code", code)
                .put("name_zh", "成人票")
                .put("name_en", "Adult")
                .put("kind", "SINGLE")
                .put("price_fen", 12000)
                .mergeIn(changes))
        .expect(201);
    return code;
  }

  /** The code of a new gate, in an area and a check point of its own. */
  public String newGate() {
    String code = newName("N");
    var named = new JsonObject().put("code", code).put("name_zh", "东门").put("name_en", "East");
    admin().post("/areas", named.copy()).expect(201);
    admin().post("/check-points", named.copy().put("area", code)).expect(201);
    admin().post("/gates", named.copy().put("check_point", code).put("kind", "ENTRY")).expect(201);
    return code;
  }
}
