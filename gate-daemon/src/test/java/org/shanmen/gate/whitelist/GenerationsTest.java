package org.shanmen.gate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {
  private static final String PART = "part";

  @TempDir Path path;
  private Directory directory;
  private Generations generations;

  @BeforeEach
  void anEmptyOne() throws IOException {
    directory = new Directory(path);
    var opening = new Opening(directory);
    opening.run();
    generations = new Generations(directory, opening);
  }

  @AfterEach
  void close() {
    generations.close();
  }

  @Test
  void theOneBeforeIsKeptAndNoOther() throws IOException {
    for (long version = 1; version <= 3; version++) {
      putInForce(version);
    }
    assertThat(generations.inForce().version()).isEqualTo(3);
    assertThat(files("table")).containsExactly("table-000000002", "table-000000003");
    assertThat(files("deltas")).containsExactly("deltas-000000003", "deltas-000000004");
  }

  @Test
  void whatCannotComeIntoForceLeavesNothingBehind() throws IOException {
    putInForce(1);
    var inTheWay = path.resolve("CURRENT.next");
    Files.createDirectories(inTheWay.resolve("full"));
    assertThatThrownBy(() -> putInForce(2)).isInstanceOf(IOException.class);
    assertThat(generations.inForce().version()).isEqualTo(1);
    assertThat(files("table")).containsExactly("table-000000001");

    Files.delete(inTheWay.resolve("full"));
    Files.delete(inTheWay);
    putInForce(2);
    assertThat(generations.inForce().version()).isEqualTo(2);
  }

  @Test
  void aDamagedOneGivesWayToTheOneBefore() throws IOException {
    putInForce(1);
    putInForce(2);
    Files.write(generations.table(), new byte[100]);

    var found = generations.fallBack();

    assertThat(found.contents().version()).isEqualTo(1);
    assertThat(generations.inForce().version()).isEqualTo(1);
    assertThat(files("table")).containsExactly("table-000000001");
    found.contents().table().ifPresent(Table::close);
  }

  @Test
  void anEmptySetNeedsNoTable() throws IOException {
    putInForce(1);
    assertThat(generations.putInForce(PART, Optional.empty(), 2, 0, generations.rollLog()))
        .isEmpty();
    assertThat(generations.inForce().table()).isZero();
  }

  private void putInForce(long version) throws IOException {
    var entries = List.of(new Entry(Keys.right(version), new byte[] {1}));
    var seal = Table.write(directory.part(PART), entries.iterator(), version);
    generations
        .putInForce(PART, Optional.of(seal), version, version, generations.rollLog())
        .ifPresent(Table::close);
  }

  private List<String> files(String kind) throws IOException {
    try (var files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(kind))
          .sorted()
          .toList();
    }
  }
}
