package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a user starts it. */
class CentralTest {
  @TempDir Path temp;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void nothingIsLeftRunning() throws InterruptedException {
    for (var process : processes) {
      process.destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void oneCommandStartsEverythingAndTermStopsIt() throws Exception {
    Path data = temp.resolve("data");
    var configuration = configuration("data = \"" + data + "\"");
    var centre = start(configuration);
    String password;
    try (var output = centre.inputReader()) {
      var line = output.lines().filter(l -> l.contains("first administrator")).findFirst();
      password = line.orElseThrow().replaceFirst(".*password: (\\S+) .*", "$1");
    }
    Path note = data.resolve("first-administrator.txt");
    assertThat(Files.readString(note)).isEqualTo("admin " + password + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
        .isEqualTo("rw-------");
    var endpoints =
        new io.vertx.core.json.JsonObject(Files.readString(data.resolve("endpoints.json")));
    var health =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(endpoints.getString("http") + "/health")).build(),
                BodyHandlers.ofString());
    assertThat(health.statusCode()).isEqualTo(200);
    new Browser(endpoints.getString("http")).logIn("admin", password);

    var second = start(configuration);
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(
            new String(
                second.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("in use by another centre");

    centre.destroy();
    assertThat(centre.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(centre.exitValue()).isEqualTo(143);
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    assertThat(data.resolve("endpoints.json")).doesNotExist();
  }

  @Test
  void termDuringTheStartLeavesNothingRunning() throws Exception {
    Path data = temp.resolve("data");
    var centre = start(configuration("data = \"" + data + "\""));
    Path pidFile = data.resolve("postgres/postmaster.pid");
    String pid = "";
    // While the data directory is made, a negative number stands there.
    while (!pid.matches("\\d+")) {
      assertThat(centre.waitFor(5, TimeUnit.MILLISECONDS)).as("ended by itself").isFalse();
      pid = firstLine(pidFile);
    }
    var server = ProcessHandle.of(Long.parseLong(pid));
    assertThat(data.resolve("endpoints.json")).as("still starting").doesNotExist();
    centre.destroy();
    assertThat(centre.waitFor(60, TimeUnit.SECONDS)).isTrue();
    boolean left = server.filter(ProcessHandle::isAlive).isPresent() && Files.exists(pidFile);
    server.ifPresent(ProcessHandle::destroy);
    assertThat(left).as("PostgreSQL is left running").isFalse();
    assertThat(centre.exitValue()).isEqualTo(143);
    assertThat(data.resolve("endpoints.json")).doesNotExist();
  }

  @Test
  void mistakesInTheConfigurationStartNothing() throws Exception {
    var centre = start(configuration("data = \"" + temp + "/data\", http { prot = 1 }"));
    assertThat(centre.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(centre.exitValue()).isEqualTo(2);
    assertThat(
            new String(
                centre.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("centre.conf:1: http.prot");
    assertThat(temp.resolve("data")).doesNotExist();
  }

  /** Empty while there is no such file: initdb's own one comes and goes. */
  private static String firstLine(Path file) throws IOException {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private Path configuration(String text) throws IOException {
    String ports =
        text.contains("http")
            ? ""
            : "\nhttp.port = 0\ngatelink { host = \"127.0.0.1\", port = 0 }\n";
    return Files.writeString(temp.resolve("centre.conf"), text + ports);
  }

  private Process start(Path configuration) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Central.class.getName(),
                "--config",
                configuration.toString())
            .start();
    processes.add(process);
    return process;
  }
}
