package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.device.serial.VoiceAnswer.ACCEPTED;
import static org.shanmen.gate.device.serial.VoiceAnswer.BAD;
import static org.shanmen.gate.device.serial.VoiceAnswer.BUSY;
import static org.shanmen.gate.device.serial.VoiceAnswer.IDLE;
import static org.shanmen.gate.device.serial.VoiceAnswer.READY;
import static org.shanmen.gate.lane.port.Urgency.COURTESY;
import static org.shanmen.gate.lane.port.Urgency.EVACUATION;
import static org.shanmen.gate.lane.port.Urgency.WARNING;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.lane.port.Urgency;

class ConversationTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String STOP = "stop";
  private static final String STATUS = "status";

  private Conversation conversation = new Conversation(VoiceProtocol.XFS5152);
  private long now = Long.MAX_VALUE - 5 * SECOND;

  @Test
  void aPromptIsSaidAtOnceWhenTheModuleIsSilent() {
    say("a");
    assertThat(sent()).isEqualTo("a");
    assertThat(sent()).isEmpty();
  }

  @Test
  void aNewPromptWaitsForTheEndAndReplacesTheOneThatWaits() {
    saying("a");
    say("b");
    say("c");
    assertThat(sent()).isEmpty();
    answered(IDLE);
    assertThat(sent()).isEqualTo("c");
  }

  @Test
  void thePartsOfAPromptAreSaidInOrder() {
    say("a", "b");
    assertThat(sent()).isEqualTo("a");
    answered(ACCEPTED, IDLE);
    assertThat(sent()).isEqualTo("b");
  }

  @Test
  void aMoreUrgentPromptCutsOffWhatIsBeingSaid() {
    saying("welcome");
    say(WARNING, "used");
    assertThat(sent()).isEqualTo(STOP);
    assertThat(sent()).isEmpty();
    answered(ACCEPTED);
    assertThat(sent()).isEqualTo("used");
    answered(ACCEPTED);
    say(WARNING, "expired");
    assertThat(sent()).as("as urgent as the one before").isEmpty();
    say(EVACUATION, "fire");
    assertThat(sent()).isEqualTo(STOP);
    answered(IDLE);
    assertThat(sent()).isEqualTo("fire");
  }

  @Test
  void aMoreUrgentPromptThatWaitsIsNotForgottenForAWelcome() {
    saying("fire", EVACUATION);
    say(EVACUATION, "leave");
    assertThat(conversation.say(List.of("welcome".getBytes(US_ASCII)), COURTESY)).isFalse();
    answered(IDLE);
    assertThat(sent()).isEqualTo("leave");
  }

  @Test
  void aModuleThatCannotBeStoppedIsWaitedFor() {
    saying("welcome");
    say(WARNING, "used");
    assertThat(sent()).isEqualTo(STOP);
    answered(BAD);
    assertThat(sent()).isEmpty();
    answered(IDLE);
    assertThat(sent()).isEqualTo("used");
  }

  @Test
  void aModuleThatNeverFinishesIsWaitedForOnlySoLong() {
    saying("a");
    say("b");
    long began = now;
    String next = "";
    while (!next.equals("b")) {
      now += conversation.waitNanos(now);
      next = sent();
      assertThat(next).isIn("", STATUS, "b");
      if (next.equals(STATUS)) {
        answered(BUSY);
      }
      assertThat(now - began).isLessThan(3 * SECOND);
    }
    assertThat(conversation.isMute()).isFalse();
  }

  @Test
  void aSilentModuleIsAskedHowItIsEverySecond() {
    assertThat(sent()).isEmpty();
    now += Conversation.POLL_NANOS - 1;
    assertThat(sent()).isEmpty();
    now += 1;
    assertThat(sent()).isEqualTo(STATUS);
    answered(IDLE);
    now += conversation.waitNanos(now);
    assertThat(sent()).isEqualTo(STATUS);
  }

  @Test
  void aModuleThatIsGoneIsMissedWithinTwoSecondsThoughNobodyComes() {
    assertThat(sent()).isEmpty();
    long gone = now;
    while (!conversation.isMute()) {
      now += conversation.waitNanos(now);
      sent();
      assertThat(now - gone).isLessThan(2 * SECOND);
    }
    now += conversation.waitNanos(now);
    assertThat(sent()).as("it may come back").isEqualTo(STATUS);
    answered(IDLE);
    assertThat(conversation.isMute()).isFalse();
  }

  @Test
  void aModuleThatHangsWhileItSpeaksIsMissedWithinTwoSeconds() {
    saying("a very long prompt that takes its time");
    long last = now;
    while (!conversation.isMute()) {
      now += conversation.waitNanos(now);
      sent();
      assertThat(now - last).isLessThan(2 * SECOND);
    }
  }

  @Test
  void theStatusTellsAnEndThatWasMissed() {
    saying("a very long prompt that takes its time");
    say("b");
    now += conversation.waitNanos(now);
    assertThat(sent()).isEqualTo(STATUS);
    answered(IDLE);
    assertThat(sent()).isEqualTo("b");
  }

  @Test
  void whoeverElseMadeItSpeakIsLetFinish() {
    assertThat(sent()).isEmpty();
    now += Conversation.POLL_NANOS;
    assertThat(sent()).isEqualTo(STATUS);
    answered(BUSY);
    say("a");
    assertThat(sent()).isEmpty();
    answered(IDLE);
    assertThat(sent()).isEqualTo("a");
  }

  @Test
  void aModuleThatDoesNotAnswerAPromptIsMuteUntilItDoes() {
    say("a");
    sent();
    now += conversation.waitNanos(now);
    say("b");
    assertThat(sent()).isEqualTo("b");
    assertThat(conversation.isMute()).isTrue();
    answered(ACCEPTED);
    assertThat(conversation.isMute()).isFalse();
  }

  @Test
  void aRefusedFrameIsSentAgainButNotForEver() {
    say("a", "b");
    for (int i = 0; i < Conversation.MAX_ATTEMPTS; i++) {
      assertThat(sent()).isEqualTo("a");
      answered(BAD);
    }
    assertThat(sent()).isEqualTo("b");
  }

  @Test
  void aRefusedFrameGivesWayToANewerPrompt() {
    say("a");
    sent();
    say("b");
    answered(BAD);
    assertThat(sent()).isEqualTo("b");
    assertThat(sent()).isEmpty();
  }

  @Test
  void aBusyModuleIsAskedAgainWhenItIsIdle() {
    say("a");
    sent();
    answered(BUSY);
    assertThat(sent()).isEmpty();
    answered(IDLE);
    assertThat(sent()).isEqualTo("a");
  }

  @Test
  void theEndOfThePromptBeforeIsNotTheEndOfThisOne() {
    say("a");
    sent();
    answered(IDLE);
    say("b");
    assertThat(sent()).isEmpty();
  }

  @Test
  void aModuleThatRestartsIsSilent() {
    saying("a");
    answered(READY);
    say("b");
    assertThat(sent()).isEqualTo("b");
  }

  @Test
  void whatWaitedForALostLineIsNotSaidLater() {
    say("a", "b");
    sent();
    conversation.lost();
    assertThat(sent()).isEmpty();
  }

  @Property
  void whateverTheModuleSaysANewPromptIsSaidInBoundedTime(
      @ForAll List<VoiceAnswer> before,
      @ForAll List<VoiceAnswer> after,
      @ForAll Urgency first,
      @ForAll Urgency second) {
    conversation = new Conversation(VoiceProtocol.SYN6288);
    say(first, "a", "b");
    conversation.next(now);
    answered(before.toArray(VoiceAnswer[]::new));
    conversation.next(now);
    answered(after.toArray(VoiceAnswer[]::new));
    long began = now;
    byte[] wanted = Syn6288Frame.speak("new".getBytes(US_ASCII));
    conversation.lost();
    say(second, "new");
    while (!Arrays.equals(conversation.next(now).orElse(new byte[0]), wanted)) {
      now += Math.max(1, conversation.waitNanos(now));
      assertThat(now - began).isLessThan(8 * SECOND);
    }
  }

  @Property
  void whateverTheModuleSaysEvacuationIsSaidInBoundedTime(
      @ForAll List<VoiceAnswer> before, @ForAll List<VoiceAnswer> after, @ForAll Urgency first) {
    conversation = new Conversation(VoiceProtocol.XFS5152);
    say(first, "a", "b");
    conversation.next(now);
    answered(before.toArray(VoiceAnswer[]::new));
    conversation.next(now);
    say(EVACUATION, "fire");
    answered(after.toArray(VoiceAnswer[]::new));
    long began = now;
    String sent = sent();
    while (!sent.equals("fire")) {
      now += Math.max(1, conversation.waitNanos(now));
      sent = sent();
      assertThat(now - began).isLessThan(8 * SECOND);
    }
  }

  private void saying(String text) {
    saying(text, COURTESY);
  }

  private void saying(String text, Urgency urgency) {
    say(urgency, text);
    assertThat(sent()).isEqualTo(text);
    answered(ACCEPTED);
  }

  private void say(String... texts) {
    say(COURTESY, texts);
  }

  private void say(Urgency urgency, String... texts) {
    conversation.say(Stream.of(texts).map(text -> text.getBytes(US_ASCII)).toList(), urgency);
  }

  private void answered(VoiceAnswer... answers) {
    for (VoiceAnswer answer : answers) {
      conversation.answered(answer, now);
    }
  }

  /** What the frame to send now says; empty if there is none. */
  private String sent() {
    return conversation
        .next(now)
        .map(
            frame ->
                switch (frame[3]) {
                  case 0x01 -> new String(Arrays.copyOfRange(frame, 5, frame.length), US_ASCII);
                  case 0x02 -> STOP;
                  case 0x21 -> STATUS;
                  default -> throw new AssertionError("command " + frame[3]);
                })
        .orElse("");
  }
}
