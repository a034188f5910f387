package org.shanmen.gate.device.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everyImageHasItsTextOrADash() throws Exception {
    Path ticket = image("ticket.png", Codes.drawn("T-1 次卡", 160));
    Path wall = image("wall.png", Codes.nothing(50, 40));

    assertThat(decode(ticket, wall)).isZero();
    assertThat(printed(out)).isEqualTo(ticket + "\tT-1 次卡\n" + wall + "\t-\n");
    assertThat(printed(err)).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsToldAndTheNextIsReadAllTheSame() throws Exception {
    Path gone = directory.resolve("gone.png");
    Path text = Files.writeString(directory.resolve("text.png"), "no picture");
    Path ticket = image("ticket.png", Codes.drawn("T-1", 160));

    assertThat(decode(gone, text, ticket)).isEqualTo(1);
    assertThat(printed(out)).isEqualTo(gone + "\t-\n" + text + "\t-\n" + ticket + "\tT-1\n");
    assertThat(printed(err).lines())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains(gone + ": no such file", "无法读取"))
        .anySatisfy(line -> assertThat(line).contains(text + ": not an image", "无法读取"));
  }

  @Test
  void anImageThatBreaksOffIsAnErrorOrHoldsNothing() throws Exception {
    byte[] whole = Files.readAllBytes(image("ticket.png", Codes.drawn("T-1", 160)));
    Path half = Files.write(directory.resolve("h.png"), Arrays.copyOf(whole, whole.length / 8));

    decode(half);
    assertThat(printed(out)).isEqualTo(half + "\t-\n");
  }

  @Test
  void aLargePhotographIsThinnedOut() throws Exception {
    Path large = image("large.png", Codes.drawn("T-1", 4100));
    assertThat(Photograph.read(large).width()).isEqualTo(1367);
    assertThat(decode(large)).isZero();
    assertThat(printed(out)).isEqualTo(large + "\tT-1\n");
  }

  @Test
  void aCodeCommandsNoTerminal() {
    assertThat(Decode.printable("a\u001B[2Jb\r\nc\td\u0000"))
        .isEqualTo("a\uFFFD[2Jb\r\nc\td\uFFFD");
  }

  @Test
  void withoutFilesItSaysHowItIsUsed() {
    assertThat(decode()).isEqualTo(2);
    assertThat(printed(err)).contains("usage", "用法");
  }

  private int decode(Path... files) {
    var tool =
        new Decode(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return tool.all(List.of(files).stream().map(Path::toString).toList());
  }

  private static String printed(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private Path image(String name, GreyImage picture) throws IOException {
    Path file = directory.resolve(name);
    ImageIO.write(Codes.asImage(picture), "png", file.toFile());
    return file;
  }
}
