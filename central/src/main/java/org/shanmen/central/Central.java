package org.shanmen.central;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.shanmen.central.people.FirstAdministrator;
import org.shanmen.protocol.conf.InvalidConfiguration;
import org.shanmen.protocol.conf.ReadableByAll;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The centre as a program: {@code Central --config FILE}, and its verbs {@link Safekeeping}.
 *
 * <p>Exit codes: 2 a mistake in the command line or the configuration, 1 the centre could not
 * start, 3 it broke and has to be started anew, 143 ended by SIGTERM.
 */
public final class Central {
  private static final Logger LOG = LoggerFactory.getLogger(Central.class);
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_MISTAKE = 2;
  private static final int EXIT_BROKEN = 3;
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

  private Central() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && Safekeeping.knows(arguments[0])) {
      var safekeeping =
          new Safekeeping(Central::readConfig, InstantSource.system(), System.out, System.err);
      System.exit(safekeeping.run(List.of(arguments)));
    }
    if (arguments.length != 2 || !arguments[0].equals("--config")) {
      exit(EXIT_MISTAKE, "usage: shanmen central --config FILE / 用法:shanmen central --config 配置文件");
    }
    var config = readConfig(arguments[1]);
    var starting = new CompletableFuture<Centre>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> closeOnceStarted(starting), "shutdown"));
    try {
      var centre = Centre.start(config, InstantSource.system());
      starting.complete(centre);
      announce(centre, config);
      centre.broken().thenAccept(Central::endBroken);
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("Could not start", e);
      starting.completeExceptionally(e);
      exit(EXIT_FAILED, "the centre could not start / 中心无法启动: " + e.getMessage());
    }
  }

  /** In order if that is still possible: what is broken may be waited for. */
  private static void endBroken(Throwable cause) {
    LOG.error("An event loop has ended; the centre ends, to be started anew", cause);
    var lastResort = new Thread(Central::haltWhenPatienceEnds, "last-resort");
    lastResort.setDaemon(true);
    lastResort.start();
    String message = "中心内部出错,已退出,须重新启动 / the centre broke and has ended: start it anew";
    new Thread(() -> exit(EXIT_BROKEN, message), "end").start();
  }

  private static void haltWhenPatienceEnds() {
    try {
      Thread.sleep(LAST_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(EXIT_BROKEN);
  }

  /** A start that is told to end goes on to its end first: half of it could not be taken back. */
  private static void closeOnceStarted(CompletableFuture<Centre> starting) {
    starting
        .handle(
            (centre, failure) -> {
              if (centre != null) {
                centre.close();
              }
              return null;
            })
        .join();
  }

  private static CentreConfig readConfig(String file) {
    try {
      var config =
          CentreConfig.read(
              Path.of(file).getFileName().toString(), Files.readString(Path.of(file)));
      if (config.holdsSecrets()) {
        var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file)));
        ReadableByAll.warning(file, mode).ifPresent(LOG::warn);
      }
      return config;
    } catch (InvalidConfiguration e) {
      e.mistakes().forEach(System.err::println);
      exit(
          EXIT_MISTAKE, "nothing was started: mend " + file + " as listed above / 未启动:请按上面所列更正该文件");
    } catch (NoSuchFileException e) {
      exit(
          EXIT_MISTAKE,
          file + ": no such file; conf/centre.conf of the distribution is an example");
    } catch (IOException e) {
      exit(EXIT_MISTAKE, file + ": cannot be read: " + e.getMessage());
    }
    throw new IllegalStateException("unreachable: the program has ended");
  }

  private static void announce(Centre centre, CentreConfig config) {
    var endpoints = centre.endpoints();
    System.out.println("控制台 / console: " + endpoints.http() + "/");
    System.out.println("闸机连接 / gates connect to port " + endpoints.gatelinkPort());
    centre
        .drawnPassword()
        .ifPresent(
            password ->
                System.out.printf(
                    "首位管理员 / first administrator: %s  密码 / password: %s  (%s)%n",
                    FirstAdministrator.NAME,
                    password,
                    config.data().resolve(FirstAdministrator.FILE)));
  }

  private static void exit(int code, String message) {
    System.err.println(message);
    System.exit(code);
  }
}
