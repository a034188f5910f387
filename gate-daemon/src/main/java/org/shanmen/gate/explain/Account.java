package org.shanmen.gate.explain;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.shanmen.gate.admission.Admission;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Finding;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;

/**
 * Tells one decision, line by line: what was asked, what each rule says, what came of it. The line
 * of the rule that decided begins with {@code =>}, those of rules that would have refused as well
 * with {@code !}.
 */
final class Account {
  private final boolean chinese;
  private final List<String> lines = new ArrayList<>();

  Account(boolean chinese) {
    this.chinese = chinese;
  }

  List<String> lines() {
    return lines;
  }

  /** The printable form of a question: base64url of its bytes, without padding. */
  static String print(ByteString question) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(question.toByteArray());
  }

  /**
   * @throws Mistake if the text is no question
   */
  static Question read(String printed) throws Mistake {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(printed.strip());
    } catch (IllegalArgumentException e) {
      throw new Mistake(
          "the question is no base64url (" + e.getMessage() + "): copy all of it / 问题文本不完整或有误");
    }
    return parse(ByteString.copyFrom(bytes))
        .filter(question -> question.hasRight())
        .orElseThrow(
            () -> new Mistake("this is no question of a gate: copy all of it / 不是检票机的问题文本"));
  }

  private static Optional<Question> parse(ByteString bytes) {
    try {
      return Optional.of(Question.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** Tells a question and its answer. */
  Decision ask(Question question) {
    var words = new Words(chinese, question.getZone());
    lines.add(
        words.text("  票号 ", "  right ")
            + Long.toUnsignedString(question.getRight().getId())
            + words.text(",票种 ", ", type ")
            + question.getTemplate().getId()
            + " "
            + words.text(question.getTemplate().getNameZh(), question.getTemplate().getNameEn())
            + words.text(",时间 ", ", at ")
            + words.time(question.getNowMillis())
            + words.clock(question.getClock())
            + words.text(",通道 ", ", lane ")
            + question.getLane()
            + "/"
            + question.getDirection());
    var findings = Admission.findings(question);
    if (findings.isEmpty()) {
      lines.add(words.text("  出口放行所有人", "  an exit lets everybody out"));
    }
    boolean decided = false;
    for (Finding finding : findings) {
      boolean decides = finding.refuses() && !decided;
      decided |= decides;
      lines.add(line(words, finding, decides));
    }
    if (question.hasTally()) {
      lines.add(
          words.text(
              "  共 " + question.getTally().getUses() + " 条使用记录,决定时已计数,未逐条保存",
              "  its %d uses were counted when it was decided, and not kept one by one"
                  .formatted(question.getTally().getUses())));
    }
    if (question.getUsesLeftOut() > 0) {
      lines.add(
          words.text(
              "  较早的 " + question.getUsesLeftOut() + " 条使用记录未保存,计数可能偏低",
              "  "
                  + question.getUsesLeftOut()
                  + " older uses were not kept with it: counts may be too low"));
    }
    var decision = Admission.decide(question);
    lines.add(words.text("  结论:", "  answer: ") + words.decision(decision));
    return decision;
  }

  private static String line(Words words, Finding finding, boolean decides) {
    String mark = decides ? "=>" : finding.refuses() ? " !" : "  ";
    String outcome = finding.refuses() ? finding.reason().name() : "ok";
    String figures = words.figures(finding);
    return "%s %-18s %s%s"
        .formatted(
            mark,
            outcome,
            words.rule(finding.rule()),
            figures.isEmpty() ? "" : " (" + figures + ")");
  }

  /** Tells an event of the journal; a question's answer is compared with what was recorded. */
  void tell(Event event) {
    var question =
        event.getQuestion().isEmpty() ? Optional.<Question>empty() : parse(event.getQuestion());
    var words = new Words(chinese, question.map(Question::getZone).orElse("UTC"));
    String reason = event.getKind() == EventKind.REFUSED ? " " + event.getReason() : "";
    lines.add(
        "#%d %s %s%s"
            .formatted(
                event.getSequence(), words.time(event.getAtMillis()), event.getKind(), reason));
    if (!isDecision(event)) {
      lines.add(notADecision(words, event));
    } else if (question.isPresent()) {
      String difference = difference(words, event, ask(question.get()), question.get());
      if (!difference.isEmpty()) {
        lines.add(difference);
      }
      lines.add("  question " + print(event.getQuestion()));
    } else {
      lines.add(withoutQuestion(words, event));
    }
  }

  static boolean isDecision(Event event) {
    return event.getKind() == EventKind.ADMITTED || event.getKind() == EventKind.REFUSED;
  }

  private static String notADecision(Words words, Event event) {
    String about =
        event.getReference() == 0
            ? ""
            : words.text(",所属决定为 #", "; it belongs to #") + event.getReference();
    return words.text("  不是放行或拒绝的决定", "  no decision of the rules") + about;
  }

  private static String withoutQuestion(Words words, Event event) {
    if (event.getFingerprint() == 0) {
      return words.text("  未出示凭证或检票机未启用:", "  nothing was shown, or the gate was not enrolled: ")
          + event.getDetail();
    }
    return event.getRight() == 0
        ? words.text("  名单中没有该凭证", "  no right on the gate's list has this credential")
        : words.text("  未保存决定依据", "  it was not kept what was asked");
  }

  private static String difference(Words words, Event event, Decision decision, Question question) {
    if (event.getKind() == EventKind.ADMITTED) {
      if (decision instanceof Decision.Hold) {
        return words.text("  工作人员已核验放行", "  a member of staff looked at him and let him pass");
      }
      return decision instanceof Decision.Admit ? "" : changed(words, question);
    }
    if (decision instanceof Decision.Refuse refusal && refusal.reason() == event.getReason()) {
      return "";
    }
    return isTheLanes(event.getReason())
        ? words.text("  通道本身拒绝:", "  the lane itself refused: ") + event.getReason()
        : changed(words, question);
  }

  /** Reasons of the lane, which the rules know nothing of. */
  private static boolean isTheLanes(Reason reason) {
    return switch (reason) {
      case BUSY, GATE_CLOSED, DEVICE_FAULT, NEEDS_CHECK -> true;
      default -> false;
    };
  }

  private static String changed(Words words, Question question) {
    return question.getUsesLeftOut() > 0
        ? words.text(
            "  与记录不同:当时依据了未保存的使用记录",
            "  the gate recorded otherwise: it knew the uses that were not kept")
        : words.text(
            "  与记录不同:规则在此后的版本中有变化",
            "  the gate recorded otherwise: the rules have changed with the software since");
  }
}
