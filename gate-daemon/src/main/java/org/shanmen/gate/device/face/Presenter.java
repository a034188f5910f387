package org.shanmen.gate.device.face;

import java.util.HexFormat;
import java.util.Locale;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.CredentialKind;

/** Presents to the lane whom a terminal recognised just now. Not thread-safe. */
final class Presenter {
  enum Outcome {
    PRESENTED,
    NOT_PRESENTED,
    /** The lane took it not; the terminal shall send it again. */
    LANE_BUSY
  }

  private final Recognitions recognitions;
  private final Inbox inbox;
  private final Counts counts;

  Presenter(Recognitions recognitions, Inbox inbox, Counts counts) {
    this.recognitions = recognitions;
    this.inbox = inbox;
    this.counts = counts;
  }

  Outcome judge(Sender sender, FaceReport report, Moment moment) {
    Recognition recognition = recognitions.judge(sender.id(), report, moment.now());
    String count = "face." + recognition.name().toLowerCase(Locale.ROOT);
    switch (recognition) {
      case FRESH -> {
        return present(sender, report, report.person().orElseThrow(), moment);
      }
      case REPLAYED, AHEAD ->
          counts.dropped(
              count,
              "%s tells of %s, now it is %s: history, or a clock that is wrong (use NTP)"
                  .formatted(sender.reader(), report.at().orElseThrow(), moment.now()));
      case REPEATED, OTHER -> counts.add(count);
    }
    return Outcome.NOT_PRESENTED;
  }

  private Outcome present(
      Sender sender, FaceReport report, FaceReport.Person person, Moment moment) {
    if (person.value().length() > Limits.FACE_PERSON_CHARACTERS
        || person.value().chars().anyMatch(Character::isISOControl)) {
      counts.dropped("face.malformed", "a person's number that is no number");
      return Outcome.NOT_PRESENTED;
    }
    String value =
        person.kind() == CredentialKind.CARD ? card(person.value(), sender) : person.value();
    Signal signal =
        new Signal.Presented(person.kind(), value, sender.reader(), sender.spot(), moment.nanos());
    if (!inbox.offer(signal)) {
      return Outcome.LANE_BUSY;
    }
    recognitions.presented(sender.id(), report);
    return Outcome.PRESENTED;
  }

  private static String card(String hex, Sender sender) {
    byte[] number = HexFormat.of().parseHex(hex);
    if (sender.reverseCards()) {
      for (int i = 0, j = number.length - 1; i < j; i++, j--) {
        byte first = number[i];
        number[i] = number[j];
        number[j] = first;
      }
    }
    return HexFormat.of().withUpperCase().formatHex(number);
  }
}
