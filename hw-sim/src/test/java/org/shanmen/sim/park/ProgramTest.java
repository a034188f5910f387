package org.shanmen.sim.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path dir;

  @Test
  void whatItWritesIsInItsLog() {
    Program program = program("echo one; echo two >&2");
    program.start();
    assertThat(program.awaitExit(SOON)).isTrue();
    assertThat(program.exitCode()).isZero();
    assertThat(program.lastWords()).isEqualTo("one\ntwo");
  }

  @Test
  void oneThatStopsWhenAskedStoppedByItself() {
    Program program = program("trap 'echo bye; exit 3' TERM; echo ready; while :; do read x; done");
    program.start();
    Await.until("the trap", SOON, () -> program.lastWords().contains("ready"));
    assertThat(program.stop()).isTrue();
    assertThat(program.isAlive()).isFalse();
    assertThat(program.lastWords()).contains("bye");
  }

  @Test
  void oneThatWasLeftRunningIsEndedByTheNextRun() {
    Program program = program("exec sleep 600");
    program.start();

    new Leftovers(dir.resolve("processes")).end();

    assertThat(program.awaitExit(SOON)).isTrue();
    assertThat(dir.resolve("processes")).doesNotExist();
  }

  @Test
  void aNumberThatBelongsToAnotherProcessByNowIsLeftAlone() throws Exception {
    Program program = program("exec sleep 600");
    program.start();
    Path file = dir.resolve("processes");
    String line = Files.readString(file).strip();
    String pid = line.split(" ")[0];
    Files.writeString(file, pid + " 12345\n" + "rubbish\n");

    new Leftovers(file).end();

    assertThat(program.isAlive()).isTrue();
    program.kill();
    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void aProgramStartedAfterTheParkWasClosedIsEndedAtOnce() {
    var leftovers = new Leftovers(dir.resolve("processes"));
    leftovers.endForGood();
    var program =
        new Program("late", List.of("sleep", "600"), Map.of(), dir.resolve("late.log"), leftovers);
    program.start();
    assertThat(program.awaitExit(SOON)).isTrue();
  }

  @Test
  void aDirectoryThatIsNotAParksIsNotEmptied() throws Exception {
    Files.writeString(dir.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> ParkDirectory.take(dir))
        .hasMessageContaining("was not made by a park");
    assertThat(dir.resolve("thesis.txt")).exists();
  }

  @Test
  void aDirectoryIsOneParksAtATimeAndEmptiedForTheNext() throws Exception {
    Path own = dir.resolve("park");
    try (ParkDirectory first = ParkDirectory.take(own)) {
      Files.writeString(first.log("centre"), "old");
      assertThatThrownBy(() -> ParkDirectory.take(own)).hasMessageContaining("another park");
    }
    try (ParkDirectory second = ParkDirectory.take(own)) {
      assertThat(second.log("centre")).doesNotExist();
    }
  }

  @Test
  void waitingInVainTellsForWhatAndWhatWasSeen() {
    assertThatThrownBy(
            () -> Await.until("a miracle", Duration.ofMillis(30), () -> 41, seen -> seen == 42))
        .isInstanceOf(Await.TookTooLong.class)
        .hasMessage("waited 30 ms for a miracle; last seen: 41");
  }

  private Program program(String script) {
    return new Program(
        "script",
        List.of("/bin/bash", "-c", script),
        Map.of(),
        dir.resolve("script.log"),
        new Leftovers(dir.resolve("processes")));
  }
}
