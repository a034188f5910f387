package org.shanmen.gate.admission;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * A ticket at a gate: an active single ticket without any rule, valid in 2026, at the entry of area
 * 1 and check point 10, with a link. Tests change what they are about.
 */
final class Asking {
  static final int RIGHT = 77;
  static final int AREA = 1;
  static final int CHECK_POINT = 10;

  final Question.Builder question = Question.newBuilder();
  final Right.Builder right = question.getRightBuilder();
  final TicketTemplate.Builder rules = question.getTemplateBuilder();
  private final ZoneId zone;
  private long sequence;

  private Asking(ZoneId zone) {
    this.zone = zone;
    right
        .setId(RIGHT)
        .setTemplate(5)
        .setState(RightState.ACTIVE)
        .setValidFrom(at("2026-01-01T00:00") / 1000)
        .setValidUntil(at("2027-01-01T00:00") / 1000)
        .setPeople(1);
    rules.setId(5).setKind(TicketKind.SINGLE).setNameZh("全票").setNameEn("Adult");
    question
        .setZone(zone.getId())
        .setArea(AREA)
        .setCheckPoint(CHECK_POINT)
        .setLane(LaneKind.ENTRY)
        .setDirection(Direction.IN)
        .setOnline(true);
  }

  static Asking inShanghai() {
    return in("Asia/Shanghai");
  }

  static Asking in(String zone) {
    return new Asking(ZoneId.of(zone));
  }

  /** A right for so many people with as many entries. */
  Asking group(int people) {
    right.setPeople(people).setEntries(people);
    return this;
  }

  Asking valid(String from, String until) {
    right.setValidFrom(at(from) / 1000).setValidUntil(at(until) / 1000);
    return this;
  }

  Asking hours(String from, String until) {
    rules.setOpenFromMinute(minute(from)).setOpenUntilMinute(minute(until));
    return this;
  }

  /** Somebody went in. */
  Asking in(String time, int people) {
    return used(time, people, Direction.IN, AREA, CHECK_POINT);
  }

  /** Somebody came out. */
  Asking out(String time, int people) {
    return used(time, people, Direction.OUT, AREA, CHECK_POINT);
  }

  Asking used(String time, int people, Direction direction, int area, int checkPoint) {
    question.addUses(
        Use.newBuilder()
            .setRight(RIGHT)
            .setGateNumber(3)
            .setEpoch(1)
            .setSequence(++sequence)
            .setPeople(people)
            .setAtMillis(at(time))
            .setDirection(direction)
            .setArea(area)
            .setCheckPoint(checkPoint));
    return this;
  }

  Asking paid(int fen) {
    question.getUsesBuilder(question.getUsesCount() - 1).setFeeFen(fen);
    return this;
  }

  Asking reserved(int people) {
    question.setReserved(people);
    return this;
  }

  Question questionAt(String time) {
    return question.setNowMillis(at(time)).build();
  }

  Decision decisionAt(String time) {
    return Admission.decide(questionAt(time));
  }

  /** Null if there is none. */
  Reason refusalAt(String time) {
    return decisionAt(time) instanceof Decision.Refuse refusal ? refusal.reason() : null;
  }

  /** When it says to come again, as clocks on the wall show it; null if it does not say. */
  String comeAgainAfter(String time) {
    long from = ((Decision.Refuse) decisionAt(time)).fromMillis();
    return from == 0
        ? null
        : java.time.Instant.ofEpochMilli(from).atZone(zone).toLocalDateTime().toString();
  }

  /** How many are admitted; 0 for a refusal. */
  int peopleAt(String time) {
    return decisionAt(time) instanceof Decision.Admit admit ? admit.people() : 0;
  }

  int leftAt(String time) {
    return ((Decision.Admit) decisionAt(time)).left();
  }

  /** Unix time in milliseconds of what clocks on the wall show, the first time if they do twice. */
  long at(String local) {
    return LocalDateTime.parse(local).atZone(zone).toInstant().toEpochMilli();
  }

  static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  private static int minute(String time) {
    int hour = Integer.parseInt(time.substring(0, 2));
    return hour * 60 + Integer.parseInt(time.substring(3));
  }
}
