package org.shanmen.central.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.web.MetricsText;

class NightlyBackupTest {
  private final WholeCentre centre = WholeCentre.shared();
  private Instant now = Instant.parse("2026-05-01T12:00:00Z");
  @TempDir Path temp;

  @Test
  void oneIsMadeEachNightAndTheOldestGo() throws Exception {
    Path directory = temp.resolve("backup");
    var vertx = Vertx.vertx();
    try (var nightly =
        NightlyBackup.of(
            vertx,
            new NightlyBackup.Settings(directory, LocalTime.of(3, 30), 2),
            new NightlyBackup.Source(
                centre.config().database().orElseThrow(), centre.config().data()),
            ZoneId.of("Asia/Shanghai"),
            () -> now)) {
      nightly.makeIfDue();
      assertThat(names(directory)).containsExactly("shanmen-2026-05-01T120000Z.zip");
      now = Instant.parse("2026-05-01T19:29:59Z"); // 03:29:59 in Shanghai
      assertThat(nightly.makeIfDue()).isEmpty();
      now = Instant.parse("2026-05-01T19:30:00Z");
      assertThat(nightly.makeIfDue()).isPresent();
      assertThat(nightly.makeIfDue()).isEmpty();
      Files.createFile(directory.resolve("mine.zip"));
      now = Instant.parse("2026-05-04T00:00:00Z");
      assertThat(nightly.makeIfDue()).isPresent();
      assertThat(names(directory))
          .containsExactly(
              "mine.zip", "shanmen-2026-05-01T193000Z.zip", "shanmen-2026-05-04T000000Z.zip");
      try (var archive = Archive.open(directory.resolve("shanmen-2026-05-04T000000Z.zip"))) {
        assertThat(archive.verify()).isEmpty();
      }
      now = now.plusSeconds(60);
      var metrics = new MetricsText();
      nightly.write(metrics);
      assertThat(metrics.toString()).contains("shanmen_backup_age_seconds 60");
    } finally {
      vertx.close().await();
    }
  }

  private static List<String> names(Path directory) throws Exception {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".zip"))
          .sorted()
          .toList();
    }
  }
}
