package org.shanmen.gate.device.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ZXing's own photographs of QR codes, {@code NN.png} with {@code NN.txt} beside it, in every turn.
 * They are no part of this repository: without {@code shared/qr-photos} in a folder above, these
 * tests are skipped, and print that they are. Prints one line of figures for docs/BENCHMARKS.md.
 */
class PhotographsTest {
  private static final String ABSENT =
      "the photographs of QR codes are in no folder shared/qr-photos above "
          + Path.of("").toAbsolutePath();

  @ParameterizedTest(name = "{0} turned by {3} degrees")
  @CsvSource({
    "a, 35, 34, 0", "a, 35, 34, 90", "a, 35, 34, 180", "a, 35, 34, 270",
    "b, 42, 40, 0", "b, 42, 40, 90", "b, 42, 40, 180", "b, 42, 40, 270"
  })
  void nearlyAllAreReadAndNoneIsMisread(String folder, int all, int enough, int degrees)
      throws IOException {
    Optional<Path> photographs = photographs();
    if (photographs.isEmpty()) {
      // Maven's summary says only that something was skipped.
      System.out.println("NOT RUN: " + ABSENT);
    }
    assumeTrue(photographs.isPresent(), ABSENT);

    int read = 0;
    List<String> misread = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (Path file : images(photographs.get().resolve(folder))) {
      GreyImage picture = Photograph.read(file);
      for (int turned = 0; turned < degrees; turned += 90) {
        picture = picture.turned();
      }
      long start = System.nanoTime();
      Optional<String> text = new CodeFinder().find(picture);
      millis.add((System.nanoTime() - start) / 1e6);
      if (text.isPresent()) {
        String expected = Files.readString(Path.of(file.toString().replace(".png", ".txt")));
        if (text.get().strip().equals(expected.strip())) {
          read++;
        } else {
          misread.add(file.getFileName() + ": " + text.get());
        }
      }
    }
    Collections.sort(millis);
    System.out.printf(
        "qr-photos/%s turned by %d: %d of %d, median %.1f ms, slowest %.0f ms%n",
        folder,
        degrees,
        read,
        millis.size(),
        millis.get(millis.size() / 2),
        millis.get(millis.size() - 1));
    assertThat(misread).isEmpty();
    assertThat(millis).hasSize(all);
    assertThat(read).isGreaterThanOrEqualTo(enough);
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  private static Optional<Path> photographs() {
    return Stream.iterate(Path.of("").toAbsolutePath(), above -> above != null, Path::getParent)
        .map(above -> above.resolve("shared/qr-photos"))
        .filter(Files::isDirectory)
        .findFirst();
  }
}
