package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class ShortQuestionTest {
  private final Question.Builder question =
      Question.newBuilder()
          .setRight(Right.newBuilder().setId(77).addFingerprints(4711))
          .setTemplate(TicketTemplate.newBuilder().setId(5).setNameEn("Adult"));

  @Test
  void whatFitsIsKeptButForFingerprints() throws Exception {
    uses(3);
    var kept = kept(Limits.QUESTION_BYTES);
    assertThat(kept).isEqualTo(question.setRight(Right.newBuilder().setId(77)).build());
  }

  @Test
  void ofTooManyUsesTheNewestAreKept() throws Exception {
    uses(1_000);
    var kept = kept(Limits.QUESTION_BYTES);
    assertThat(kept.getUsesLeftOut()).isPositive();
    assertThat(kept.getUsesCount() + kept.getUsesLeftOut()).isEqualTo(1_000);
    assertThat(kept.getUsesList()).allMatch(use -> use.getAtMillis() > kept.getUsesLeftOut());
  }

  @Test
  void whatIsTooLongWithoutAnyUseIsNotKept() {
    question.getTemplateBuilder().setNameZh("x".repeat(Limits.QUESTION_BYTES));
    assertThat(ShortQuestion.of(question.build(), Limits.QUESTION_BYTES)).isEmpty();
  }

  /** The whitelist holds no longer template and no longer right. */
  @Test
  void theLongestTemplateIsAlwaysKept() {
    question.getTemplateBuilder().setNameZh("x".repeat(Limits.WHITELIST_ELEMENT_BYTES));
    uses(1_000);
    assertThat(ShortQuestion.of(question.build(), Limits.QUESTION_BYTES)).isPresent();
  }

  @Property
  void itIsNeverLongerThanAllowed(
      @ForAll @IntRange(max = 60) int uses, @ForAll @IntRange(max = 1_000) int bytes) {
    uses(uses);
    ShortQuestion.of(question.build(), bytes)
        .ifPresent(kept -> assertThat(kept.size()).isLessThanOrEqualTo(bytes));
  }

  private Question kept(int bytes) throws InvalidProtocolBufferException {
    return Question.parseFrom(ShortQuestion.of(question.build(), bytes).orElseThrow());
  }

  /** The later, the later in the list. */
  private void uses(int count) {
    question.clearUses();
    for (int use = 1; use <= count; use++) {
      question.addUses(Use.newBuilder().setSequence(use).setAtMillis(use).setPeople(1));
    }
  }
}
