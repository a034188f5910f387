package org.shanmen.central.sandboxpay;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The sandbox as a program: {@code SandboxPay [--port N] [--keys FILE]}. It listens on this machine
 * alone, prints what to write into centre.conf, and runs until it is ended.
 */
public final class SandboxPay implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int PORT = 8099;

  private final Vertx vertx;
  private final SandboxKeys keys;
  private final SandboxBook book;
  private final HttpServer server;

  private SandboxPay(Vertx vertx, SandboxKeys keys, SandboxBook book, HttpServer server) {
    this.vertx = vertx;
    this.keys = keys;
    this.book = book;
    this.server = server;
  }

  public static void main(String[] arguments) {
    int port = PORT;
    Path file = Path.of("sandbox-pay.keys");
    var rest = List.of(arguments);
    try {
      for (int i = 0; i < rest.size(); i += 2) {
        switch (rest.get(i)) {
          case "--port" -> port = Integer.parseInt(rest.get(i + 1));
          case "--keys" -> file = Path.of(rest.get(i + 1));
          default -> throw new IllegalArgumentException(rest.get(i));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      System.err.println(
          "usage: shanmen sandbox-pay [--port N] [--keys FILE] / 用法:shanmen sandbox-pay [--port 端口] [--keys 密钥文件]");
      System.exit(2);
    }
    try {
      var sandbox = start(port, InstantSource.system(), SandboxKeys.keptIn(file));
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "shutdown"));
      System.out.println("模拟支付 / sandbox payment: " + sandbox.url());
      System.out.println("写入 centre.conf / write into centre.conf:");
      System.out.println(sandbox.configuration());
    } catch (IOException | RuntimeException e) {
      System.err.println("the sandbox could not start / 模拟支付无法启动: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Starts one with keys of its own, for as long as somebody plays. Blocks.
   *
   * @param port 0: any that is free
   */
  public static SandboxPay start(int port, InstantSource clock) {
    return start(port, clock, SandboxKeys.draw());
  }

  private static SandboxPay start(int port, InstantSource clock, SandboxKeys keys) {
    var vertx = Vertx.vertx();
    var book = new SandboxBook(clock);
    var router = Router.router(vertx);
    new SandboxRoutes(book, new SandboxNotifier(vertx, clock, keys), keys).mount(router);
    try {
      var server =
          vertx
              .createHttpServer(new HttpServerOptions().setHost(HOST).setPort(port))
              .requestHandler(router)
              .listen()
              .await();
      return new SandboxPay(vertx, keys, book, server);
    } catch (RuntimeException e) {
      vertx.close().await();
      throw e;
    }
  }

  /** Where it listens. */
  public String url() {
    return "http://" + HOST + ":" + server.actualPort();
  }

  /** What a merchant shows it. */
  public String secret() {
    return keys.secret();
  }

  /** What its notifications are verified by: Base64 of the X.509 form. */
  public String publicKey() {
    return keys.publicKey();
  }

  /** A notification's signature, for those who forge the rest. */
  public String sign(String timestamp, String nonce, String body) {
    return keys.sign(timestamp, nonce, body);
  }

  /** What is left with it: paid, less paid back. */
  public long balanceFen() {
    return book.balanceFen();
  }

  /** Lines for centre.conf. */
  public String configuration() {
    return """
        payment {
          notify-url = "http://127.0.0.1:8080"
          sandbox { url = "%s", secret = "%s", public-key = "%s" }
        }"""
        .formatted(url(), secret(), publicKey());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
