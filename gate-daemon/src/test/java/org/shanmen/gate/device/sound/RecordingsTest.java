package org.shanmen.gate.device.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.gate.Limits;

class RecordingsTest {
  private static final String MANIFEST =
      """
      # The words of a small park.
      请通行\ta
      剩余\tb
      次\tc
      票\td
      票已使用\te

      please pass\tf
      left\tg
      0\tn0
      1\tn1
      2\tn2
      10\tn10
      .\tpoint
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "请通行             | a              |",
        "剩余10次 请通行    | b n10 c a      |",
        "剩余12次,请通行。 | b n1 n2 c a    |",
        "票已使用           | e              |",
        "10 left, Please pass | n10 g f      |",
        "请通行 请走左边    | a              | 请走左边",
        "剩余3次            | b              | 3次",
        "10.2 left. 1.     | n10 point n2 g n1 |",
        "leftover           |                | leftover",
        "' . '              |                |"
      })
  void aPromptIsPutTogetherFromTheLongestPhrases(String prompt, String files, String unrecorded)
      throws IOException {
    var parts = recordings(MANIFEST).parts(prompt);

    assertThat(
            parts.files().stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(" ")))
        .isEqualTo(files == null ? "" : files);
    assertThat(parts.unrecorded()).isEqualTo(unrecorded == null ? "" : unrecorded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"请通行", "请通行\t", "\ta.wav", "请通行\t../a.wav", "a\tb\tc"})
  void aLineThatCannotBeUsedIsNamed(String line) {
    assertThatThrownBy(() -> recordings("# one\n" + line + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory.resolve("manifest.tsv")
                + ":2: expected a phrase, a tab and a file in this directory");
  }

  @Test
  void aPromptWithoutEndIsCutOff() throws IOException {
    var parts = recordings(MANIFEST).parts("请通行".repeat(1_000) + "1".repeat(1_000));
    assertThat(parts.files()).hasSize(Limits.SOUND_PARTS);
    assertThat(parts.unrecorded()).isNotEmpty();
  }

  @Property(tries = 200)
  void everyPromptHasAnAnswer(@ForAll String prompt) {
    assertThat(Recordings.none().parts(prompt).files()).isEmpty();
  }

  private Recordings recordings(String manifest) throws IOException {
    Files.writeString(directory.resolve("manifest.tsv"), manifest);
    return Recordings.in(directory);
  }
}
