package org.shanmen.sim.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The payment provider of {@code ./shanmen sandbox-pay} as a process: visitors pay there, the
 * centre hears of it by signed notifications. Thread-safe.
 */
public final class SandboxHouse implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  /** What it prints to be written into centre.conf, and nothing behind it. */
  private static final Pattern PRINTED = Pattern.compile("(?s)payment \\{\n.*\n}\n");

  private static final Pattern SECRET = Pattern.compile("secret = \"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Program program;
  private final URI root;
  private volatile String printed = "";

  /**
   * What it says of a span of days.
   *
   * @param charges how many were paid
   */
  public record Bill(int charges, long paidFen, long paidBackFen) {
    private Bill with(String line) {
      String[] parts = line.split(",");
      long fen = Long.parseLong(parts[2]);
      return parts[0].equals("CHARGE")
          ? new Bill(charges + 1, paidFen + fen, paidBackFen)
          : new Bill(charges, paidFen, paidBackFen + fen);
    }
  }

  SandboxHouse(Programs programs, ParkDirectory directory) {
    int port = Ports.free();
    root = URI.create("http://127.0.0.1:" + port);
    program =
        new Program(
            "payment sandbox",
            programs.sandboxPay(port, directory.sandboxKeys()),
            Map.of(),
            directory.log("sandbox-pay"),
            directory.leftovers());
  }

  /** Starts it and waits until it says how it is reached. */
  void start() {
    program.start();
    printed =
        Await.until(
            "the payment sandbox to start (log: " + program.log() + ")",
            START_LIMIT,
            () -> {
              if (!program.isAlive()) {
                throw new IllegalStateException("it ended:\n" + program.lastWords());
              }
              return printed(program.log());
            },
            text -> !text.isEmpty());
  }

  private static String printed(Path log) throws IOException {
    var block = PRINTED.matcher(Files.readString(log));
    return block.find() ? block.group() : "";
  }

  /** Lines for the configuration of a centre with this address. */
  String configuration(URI centre) {
    return printed.replaceFirst("notify-url = \"[^\"]*\"", "notify-url = \"" + centre + "\"");
  }

  Program program() {
    return program;
  }

  /** Where visitors pay. */
  public URI root() {
    return root;
  }

  /**
   * A visitor scans a code and pays; returns when the centre has been told.
   *
   * @param codeUrl what the code says
   * @throws IllegalStateException if his money is not taken
   */
  public void pay(String codeUrl) {
    send(HttpRequest.newBuilder(URI.create(codeUrl)).POST(BodyPublishers.noBody()));
  }

  /**
   * What it took and paid back.
   *
   * @param from the first day
   * @param until the last
   */
  public Bill bill(LocalDate from, LocalDate until, ZoneId zone) {
    var secret = SECRET.matcher(printed);
    if (!secret.find()) {
      throw new IllegalStateException("the payment sandbox has printed no secret");
    }
    var bill = new Bill(0, 0, 0);
    for (var day = from; !day.isAfter(until); day = day.plusDays(1)) {
      var of =
          URI.create(root + "/v1/bills/" + day + "?zone=" + CentreClient.escaped(zone.getId()));
      String csv =
          send(
              HttpRequest.newBuilder(of)
                  .header("Authorization", "Bearer " + secret.group(1))
                  .GET());
      for (String line : csv.lines().skip(1).toList()) {
        bill = bill.with(line);
      }
    }
    return bill;
  }

  private String send(HttpRequest.Builder builder) {
    var request = builder.timeout(ANSWER_LIMIT).build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            request.uri() + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + request.uri(), e);
    }
  }

  @Override
  public void close() {
    program.stop();
  }
}
