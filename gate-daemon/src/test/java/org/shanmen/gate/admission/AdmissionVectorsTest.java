package org.shanmen.gate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.RightState;

/**
 * Questions with their answers, in a file that the handheld's page is held to as well: it decides
 * by the same rules, in another language. The file is written by this test with {@code
 * -Dvectors.write=true}.
 */
class AdmissionVectorsTest {
  private static final Path FILE =
      Path.of("src/test/resources/org/shanmen/gate/admission/vectors.txt");
  private static final int PLAUSIBLE = 1_600;
  private static final int MUCH_USED = 12;

  @Test
  void theFileHoldsWhatThisGateDecides() throws IOException {
    var lines =
        IntStream.range(0, PLAUSIBLE + MUCH_USED)
            .mapToObj(
                seed ->
                    varied(
                        seed < PLAUSIBLE ? Questions.plausible(seed) : Questions.muchUsed(seed),
                        new Random(seed)))
            .map(AdmissionVectorsTest::line)
            .toList();
    if (Boolean.getBoolean("vectors.write")) {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, lines);
    }
    assertThat(Files.readAllLines(FILE)).isEqualTo(lines);
    assertThat(answered(lines, "ADMIT")).isGreaterThan(100);
    assertThat(answered(lines, "HOLD")).isGreaterThan(30);
    for (Rule rule : Rule.TO_ENTER) {
      if (rule != Rule.SETTINGS) {
        assertThat(answered(lines, "REFUSE " + rule)).as("%s", rule).isPositive();
      }
    }
  }

  private static long answered(List<String> lines, String how) {
    return lines.stream().filter(line -> line.contains(" " + how)).count();
  }

  /** With what plausible questions leave out, each now and then. */
  private static Question varied(Question plain, Random chance) {
    var question = plain.toBuilder();
    if (chance.nextInt(12) == 0) {
      question.getTemplateBuilder().addAreas(1 + chance.nextInt(3));
    }
    if (chance.nextInt(12) == 0) {
      question.getTemplateBuilder().addCheckPoints(1 + chance.nextInt(3));
    }
    if (chance.nextInt(12) == 0) {
      question.getTemplateBuilder().setOnly(Direction.forNumber(1 + chance.nextInt(2)));
    }
    if (chance.nextInt(6) == 0) {
      question.getTemplateBuilder().setOffline(OfflinePolicy.forNumber(chance.nextInt(3)));
      question.setClaim(ClaimState.forNumber(chance.nextInt(4)));
    }
    if (chance.nextInt(12) == 0) {
      question.getRightBuilder().setState(RightState.forNumber(chance.nextInt(6)));
    }
    if (chance.nextInt(12) == 0) {
      question.getRightBuilder().setValidFrom(question.getNowMillis() / 1000 + 3600);
    }
    if (chance.nextInt(12) == 0) {
      question.setReplaced(true);
    }
    if (chance.nextInt(8) == 0) {
      question
          .setCodeMadeAtMillis(question.getNowMillis() - chance.nextInt(120_000))
          .setClock(chance.nextBoolean() ? ClockQuality.LINKED : ClockQuality.LOCAL);
    }
    if (chance.nextInt(40) == 0) {
      question.clearTemplate();
    }
    return question.build();
  }

  /** The question in base64, what is decided, and what comes with it. */
  private static String line(Question question) {
    String encoded = Base64.getEncoder().encodeToString(question.toByteArray());
    var decision = Admission.decide(question);
    if (decision instanceof Decision.Refuse refuse) {
      return "%s REFUSE %s %s"
          .formatted(encoded, Admission.firstRefusal(new Case(question)), refuse.reason());
    }
    boolean hold = decision instanceof Decision.Hold;
    var admit = hold ? ((Decision.Hold) decision).then() : (Decision.Admit) decision;
    return "%s %s %s people=%d left=%d fee=%d"
        .formatted(
            encoded,
            hold ? "HOLD" : "ADMIT",
            admit.direction(),
            admit.people(),
            admit.left(),
            admit.fare().fen());
  }
}
