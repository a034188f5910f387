package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final long SECOND = 1_000_000_000L;

  private Conversation conversation = new Conversation();
  private long now = Long.MAX_VALUE - 5 * SECOND;

  @Test
  void aPromptIsSaidAtOnceWhenTheModuleIsFree() {
    say("a");
    assertThat(sent()).isEqualTo("a");
    assertThat(sent()).isEmpty();
  }

  @Test
  void aNewPromptWaitsForTheEndAndOutranksTheOneThatWaits() {
    say("a");
    sent();
    conversation.answered(Syn6288Answer.ACCEPTED, now);
    say("b");
    say("c");
    assertThat(sent()).isEmpty();
    conversation.answered(Syn6288Answer.IDLE, now);
    assertThat(sent()).isEqualTo("c");
  }

  @Test
  void thePartsOfAPromptAreSaidInOrder() {
    say("a", "b");
    assertThat(sent()).isEqualTo("a");
    conversation.answered(Syn6288Answer.ACCEPTED, now);
    conversation.answered(Syn6288Answer.IDLE, now);
    assertThat(sent()).isEqualTo("b");
  }

  @Test
  void aModuleThatNeverFinishesIsWaitedForOnlySoLong() {
    say("a");
    sent();
    conversation.answered(Syn6288Answer.ACCEPTED, now);
    say("b");
    now += conversation.waitNanos(now).orElseThrow() - 1;
    assertThat(sent()).isEmpty();
    now += 1;
    assertThat(sent()).isEqualTo("b");
    assertThat(conversation.isMute()).isFalse();
  }

  @Test
  void aModuleThatDoesNotAnswerIsMuteUntilItDoes() {
    say("a");
    sent();
    now += Conversation.ANSWER_NANOS;
    assertThat(sent()).isEmpty();
    assertThat(conversation.isMute()).isTrue();
    say("b");
    assertThat(sent()).isEqualTo("b");
    conversation.answered(Syn6288Answer.ACCEPTED, now);
    assertThat(conversation.isMute()).isFalse();
  }

  @Test
  void aRefusedFrameIsSentAgainButNotForEver() {
    say("a", "b");
    for (int i = 0; i < Conversation.MAX_ATTEMPTS; i++) {
      assertThat(sent()).isEqualTo("a");
      conversation.answered(Syn6288Answer.BAD, now);
    }
    assertThat(sent()).isEqualTo("b");
  }

  @Test
  void aRefusedFrameGivesWayToANewerPrompt() {
    say("a");
    sent();
    say("b");
    conversation.answered(Syn6288Answer.BAD, now);
    assertThat(sent()).isEqualTo("b");
    assertThat(sent()).isEmpty();
  }

  @Test
  void aBusyModuleIsAskedAgainWhenItIsIdle() {
    say("a");
    sent();
    conversation.answered(Syn6288Answer.BUSY, now);
    assertThat(sent()).isEmpty();
    conversation.answered(Syn6288Answer.IDLE, now);
    assertThat(sent()).isEqualTo("a");
  }

  @Test
  void theEndOfThePromptBeforeIsNotTheEndOfThisOne() {
    say("a");
    sent();
    conversation.answered(Syn6288Answer.IDLE, now);
    say("b");
    assertThat(sent()).isEmpty();
  }

  @Test
  void aModuleThatRestartsIsFree() {
    say("a");
    sent();
    conversation.answered(Syn6288Answer.ACCEPTED, now);
    conversation.answered(Syn6288Answer.READY, now);
    say("b");
    assertThat(sent()).isEqualTo("b");
  }

  @Test
  void whatWaitedForALostLineIsNotSaidLater() {
    say("a", "b");
    sent();
    conversation.lost();
    assertThat(sent()).isEmpty();
    assertThat(conversation.waitNanos(now)).isEmpty();
  }

  @Property
  void whateverTheModuleSaysANewPromptIsSaidInBoundedTime(
      @ForAll List<Syn6288Answer> before, @ForAll List<Syn6288Answer> after) {
    conversation = new Conversation();
    say("a", "b");
    sent();
    before.forEach(answer -> conversation.answered(answer, now));
    sent();
    after.forEach(answer -> conversation.answered(answer, now));
    say("new");
    String sent = sent();
    if (sent.isEmpty()) {
      now += conversation.waitNanos(now).orElseThrow();
      sent = sent();
    }
    assertThat(sent).isEqualTo("new");
  }

  private void say(String... texts) {
    conversation.say(Stream.of(texts).map(text -> text.getBytes(US_ASCII)).toList());
  }

  /** The text of the frame to send now; empty if none. */
  private String sent() {
    return conversation
        .next(now)
        .map(frame -> new String(Arrays.copyOfRange(frame, 5, frame.length - 1), US_ASCII))
        .orElse("");
  }
}
