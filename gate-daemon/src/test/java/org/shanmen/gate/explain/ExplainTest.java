package org.shanmen.gate.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.gate.admission.Admission;
import org.shanmen.gate.admission.Questions;
import org.shanmen.gate.journal.Journal;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class ExplainTest {
  private static final long NINE = Instant.parse("2026-05-01T01:00:00Z").toEpochMilli();
  private static final Question USED_UP =
      Question.newBuilder()
          .setRight(
              Right.newBuilder()
                  .setId(77)
                  .setTemplate(5)
                  .setState(RightState.ACTIVE)
                  .setValidUntil(NINE / 1000 + 3600)
                  .setEntries(1)
                  .setPeople(1))
          .setTemplate(
              TicketTemplate.newBuilder()
                  .setId(5)
                  .setKind(TicketKind.SINGLE)
                  .setNameZh("全票")
                  .setNameEn("Adult")
                  .addAreas(2))
          .addUses(Use.newBuilder().setPeople(1).setArea(1).setAtMillis(NINE - 60_000))
          .setArea(1)
          .setLane(LaneKind.ENTRY)
          .setDirection(Direction.IN)
          .setZone("Asia/Shanghai")
          .setNowMillis(NINE)
          .setOnline(true)
          .build();

  @TempDir Path data;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aQuestionIsToldRuleByRuleUpToTheOneThatDecidedAndBeyond() {
    assertThat(explain(Account.print(USED_UP.toByteString()), "--language", "en")).isZero();
    assertThat(told())
        .startsWith(
            "  right 77, type 5 Adult, at 2026-05-01 09:00:00 (Asia/Shanghai), lane ENTRY/IN\n")
        .contains("   ok                 the ticket is active (state ACTIVE)\n")
        .contains("=> USED_UP            entries are left (used 1, limit 1)\n")
        .contains(
            "   ok                 the validity is not over (until 2026-05-01 10:00:00 (Asia/Shanghai))\n")
        .contains(" ! WRONG_AREA         for this area (area 1)\n")
        .endsWith("  answer: REFUSE USED_UP\n");
  }

  @Test
  void itSpeaksChineseToThoseWhoDo() {
    assertThat(explain(Account.print(USED_UP.toByteString()), "--language", "zh")).isZero();
    assertThat(told())
        .contains("=> USED_UP            总次数有剩余 (已用 1,上限 1)\n")
        .endsWith("  结论:拒绝 USED_UP\n");
  }

  @Test
  void theLastDecisionsOfAGateAreToldWhileItRuns() {
    try (var journal = Journal.open(data.resolve("journal"))) {
      journal.append(Event.newBuilder().setKind(EventKind.STARTED));
      journal.append(refused(Reason.USED_UP));
      var later = USED_UP.toBuilder().clearUses();
      later.getTemplateBuilder().clearAreas();
      journal.append(
          Event.newBuilder()
              .setKind(EventKind.ADMITTED)
              .setAtMillis(NINE)
              .setRight(77)
              .setFingerprint(1)
              .setQuestion(later.build().toByteString()));
      journal.append(Event.newBuilder().setKind(EventKind.PASSED).setReference(3));

      assertThat(explain("--data", data.toString())).isZero();
      assertThat(told())
          .startsWith("#3 2026-05-01 09:00:00 (Asia/Shanghai) ADMITTED\n")
          .contains("  answer: ADMIT IN, people 1, entries left 0\n")
          .doesNotContain("recorded otherwise")
          .doesNotContain("#2");
      out.reset();
      assertThat(explain("--data", data.toString(), "--last", "9")).isZero();
      assertThat(told()).startsWith("#2 ").contains("\n#3 ");
      out.reset();
      assertThat(explain("--data", data.toString(), "--sequence", "2")).isZero();
      assertThat(told())
          .startsWith("#2 2026-05-01 09:00:00 (Asia/Shanghai) REFUSED USED_UP\n")
          .endsWith("  question " + Account.print(USED_UP.toByteString()) + "\n");
      out.reset();
      assertThat(explain("--data", data.toString(), "--sequence", "4")).isZero();
      assertThat(told()).endsWith("  no decision of the rules; it belongs to #3\n");
      assertThat(journal.append(Event.newBuilder().setKind(EventKind.STOPPED)).getSequence())
          .isEqualTo(5);
    }
  }

  @Test
  void theLanesOwnRefusalsAreToldFromTheRules() {
    var account = new Account(false);
    account.tell(refused(Reason.BUSY).build());
    assertThat(account.lines()).contains("  the lane itself refused: BUSY");
  }

  @Test
  void anAnswerThatIsNoLongerTheSameIsSaidToBe() {
    var account = new Account(false);
    account.tell(refused(Reason.EXPIRED).build());
    assertThat(account.lines())
        .contains("  the gate recorded otherwise: the rules have changed with the software since");

    var shortened = new Account(false);
    shortened.tell(
        refused(Reason.DAILY_LIMIT)
            .setQuestion(USED_UP.toBuilder().setUsesLeftOut(3).build().toByteString())
            .build());
    assertThat(shortened.lines())
        .contains("  3 older uses were not kept with it: counts may be too low")
        .contains("  the gate recorded otherwise: it knew the uses that were not kept");
  }

  @Test
  void usesThatWereOnlyCountedAreDecidedAlikeAndSaidToBeMissing() {
    var account = new Account(false);
    account.tell(
        refused(Reason.USED_UP).setQuestion(Admission.counted(USED_UP).toByteString()).build());
    assertThat(account.lines())
        .contains("=> USED_UP            entries are left (used 1, limit 1)")
        .contains("  its 1 uses were counted when it was decided, and not kept one by one")
        .noneMatch(line -> line.contains("recorded otherwise"));
  }

  @Test
  void whoeverWasLookedAtWasLetPassByStaff() {
    var held = USED_UP.toBuilder().clearUses();
    held.getTemplateBuilder().clearAreas().setNeedsCheck(true);
    var account = new Account(false);
    account.tell(
        refused(Reason.REASON_UNSPECIFIED)
            .setKind(EventKind.ADMITTED)
            .setQuestion(held.build().toByteString())
            .build());
    assertThat(account.lines())
        .contains("  answer: HOLD for a check; then ADMIT IN, people 1, entries left 0")
        .contains("  a member of staff looked at him and let him pass");
  }

  @Test
  void aCredentialThatNobodyKnowsIsToldAsSuch() {
    var account = new Account(false);
    account.tell(refused(Reason.UNKNOWN).clearQuestion().clearRight().build());
    assertThat(account.lines()).contains("  no right on the gate's list has this credential");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "; give either --data DIR or a question",
        "--data; a value is missing behind it",
        "--data /nowhere; no such directory",
        "--data . --last 0; expected a number from 1 to 1000",
        "--data . --last 1001; expected a number from 1 to 1000",
        "--data . --sequence x; expected a number from 1",
        "--data . --last 1 --sequence 1; not both",
        "AAAA --last 1; go with --data",
        "AAAA BBBB; one question at a time",
        "AAAA --language fr; expected zh or en",
        "AAAA --verbose yes; unknown option --verbose",
        "%%%; no base64url",
        "AAAA; no question of a gate",
        "--data . AAAA; either --data DIR or a question"
      })
  void aMistakeIsToldWithItsRemedy(String line, String remedy) {
    String[] arguments = line == null ? new String[0] : line.split(" ");
    assertThat(explain(arguments)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(remedy);
    assertThat(told()).isEmpty();
  }

  @Test
  void anEmptyJournalAndAMissingEventAreSaidToBe() {
    try (var journal = Journal.open(data.resolve("journal"))) {
      journal.append(Event.newBuilder().setKind(EventKind.STARTED));
      assertThat(explain("--data", data.toString())).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("it holds no decision");
      assertThat(explain("--data", data.toString(), "--sequence", "9")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("no event 9");
    }
  }

  @Property(tries = 500)
  void whatIsToldEndsWithWhatWasDecided(@ForAll long seed) throws Mistake {
    var question = Account.read(Account.print(Questions.wild(seed).toByteString()));
    var decision = Admission.decide(Questions.wild(seed));
    var account = new Account(false);
    assertThat(account.ask(question)).isEqualTo(decision);
    assertThat(account.lines())
        .last()
        .isEqualTo("  answer: " + new Words(false, question.getZone()).decision(decision));
    assertThat(new Account(true).ask(question)).isEqualTo(decision);
  }

  private static Event.Builder refused(Reason reason) {
    return Event.newBuilder()
        .setKind(EventKind.REFUSED)
        .setReason(reason)
        .setAtMillis(NINE)
        .setRight(77)
        .setFingerprint(1)
        .setQuestion(USED_UP.toByteString());
  }

  private int explain(String... arguments) {
    return new Explain(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments, false);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
