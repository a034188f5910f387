package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.admission.Admission;
import org.shanmen.gate.admission.Questions;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class ShortQuestionTest {
  private final Question.Builder question =
      Question.newBuilder()
          .setRight(Right.newBuilder().setId(77))
          .setTemplate(TicketTemplate.newBuilder().setId(5).setNameEn("Adult"));

  @Test
  void whatFitsIsKeptAsItWasAsked() throws Exception {
    uses(3);
    assertThat(kept(question.build(), Limits.QUESTION_BYTES)).isEqualTo(question.build());
  }

  @Test
  void tooManyUsesAreCountedInsteadAndHowManyThereWere() throws Exception {
    uses(1_000);
    var kept = kept(question.build(), Limits.QUESTION_BYTES);
    assertThat(kept.getUsesList()).isEmpty();
    assertThat(kept.getTally().getUses()).isEqualTo(1_000);
    assertThat(kept.getTally().getTotal()).isEqualTo(1_000);
  }

  /** Whatever was asked: each rule says the same of it, with the same figures. */
  @Property
  void whatIsKeptIsDecidedAsWhatWasAsked(@ForAll long seed) throws Exception {
    for (var asked :
        List.of(Questions.muchUsed(seed), Questions.plausible(seed), Questions.wild(seed))) {
      int counted = Admission.counted(asked).getSerializedSize();
      for (int bytes : new int[] {Limits.QUESTION_BYTES, counted}) {
        var kept = kept(asked, bytes);
        assertThat(Admission.decide(kept)).isEqualTo(Admission.decide(asked));
        assertThat(Admission.findings(kept)).isEqualTo(Admission.findings(asked));
      }
    }
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

  private static Question kept(Question asked, int bytes) throws InvalidProtocolBufferException {
    return Question.parseFrom(ShortQuestion.of(asked, bytes).orElseThrow());
  }

  /** The later, the later in the list. */
  private void uses(int count) {
    question.clearUses();
    for (int use = 1; use <= count; use++) {
      question.addUses(Use.newBuilder().setSequence(use).setAtMillis(use).setPeople(1));
    }
  }
}
