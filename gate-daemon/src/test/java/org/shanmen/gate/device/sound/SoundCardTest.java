package org.shanmen.gate.device.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Urgency;

/** A shell script is the player: it writes down what it was given. */
@Timeout(180)
class SoundCardTest {
  @TempDir Path directory;

  private final Counts counts = new Counts();

  @BeforeEach
  void recordings() throws IOException {
    Files.writeString(
        directory.resolve("manifest.tsv"), "请通行\twelcome.wav\n票已使用\tused.wav\n火警\tfire.wav\n");
  }

  @Test
  void thePlayerIsGivenTheFilesOfAPrompt() throws IOException {
    try (var card = card("echo \"$@\" >> played")) {
      card.say("票已使用 请通行");
      Eventually.until(() -> played().endsWith("\n"));
      assertThat(played())
          .isEqualTo(directory.resolve("used.wav") + " " + directory.resolve("welcome.wav") + "\n");
      assertThat(counts.snapshot()).isEmpty();
    }
  }

  @Test
  void aMissingPlayerIsCountedAndNothingElse() {
    var missing = new SoundSettings(directory, List.of(directory.resolve("none").toString()));
    try (var card = SoundCard.open(missing, counts)) {
      assertThat(card.state().kind()).isEqualTo("untried");
      card.say("请通行");
      Eventually.until(() -> counts.snapshot().getOrDefault("voice.unplayed", 0L) == 1);
      card.say("请通行");
      Eventually.until(() -> counts.snapshot().getOrDefault("voice.unplayed", 0L) == 2);
      assertThat(card.state().kind()).isEqualTo("silent");
      assertThat(card.state().why()).contains("none");
    }
  }

  @Test
  void aMissingCardIsCountedAndTheNextPromptIsTriedAgain() throws IOException {
    try (var card = card("echo \"$@\" >> played; [ -f card ]")) {
      card.say("请通行");
      Eventually.until(() -> counts.snapshot().getOrDefault("voice.unplayed", 0L) == 1);
      Files.createFile(directory.resolve("card"));
      card.say("票已使用");
      Eventually.until(() -> played().contains("used.wav\n"));
      Eventually.until(() -> card.state().kind().equals("works"));
    }
  }

  @Test
  void withoutRecordingsTheLaneIsSilent() throws IOException {
    Files.delete(directory.resolve("manifest.tsv"));
    try (var card = card("echo \"$@\" >> played")) {
      card.say("请通行");
      Eventually.until(() -> counts.snapshot().getOrDefault("voice.unrecorded", 0L) == 1);
      assertThat(played()).isEmpty();
    }
  }

  @Test
  void aMoreUrgentPromptCutsOffWhatIsBeingSaid() throws IOException {
    // The welcome is as long as the test's patience.
    try (var card =
        card("echo \"$@\" >> played; case $1 in *welcome*) exec tail -f /dev/null;; esac")) {
      card.say("请通行");
      Eventually.until(() -> played().contains("welcome.wav\n"));
      card.say("票已使用", Urgency.COURTESY);
      card.say("火警", Urgency.EVACUATION);
      card.say("请通行", Urgency.COURTESY);
      Eventually.until(() -> played().contains("fire.wav\n"));
      assertThat(played()).doesNotContain("used.wav");
      assertThat(counts.snapshot()).doesNotContainKey("voice.unplayed");
    }
  }

  @Test
  void closingEndsThePlayer() throws Exception {
    var card = card("echo $$ >> played; exec tail -f /dev/null");
    card.say("请通行");
    Eventually.until(() -> played().endsWith("\n"));
    long pid = Long.parseLong(played().strip());

    card.close();

    Eventually.until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private SoundCard card(String script) {
    return SoundCard.open(
        new SoundSettings(
            directory, List.of("sh", "-c", "cd " + directory + "; " + script, "player")),
        counts);
  }

  private String played() {
    try {
      Path file = directory.resolve("played");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
