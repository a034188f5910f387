package org.shanmen.gate.device.face;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * One record of a ZKTeco terminal's {@code rtlog}.
 *
 * <pre>
 * time=2026-05-01 09:00:00 TAB pin=5001 TAB cardno=15CD5B07 TAB eventaddr=1 TAB event=0 TAB
 * inoutstatus=0 TAB verifytype=15 TAB index=21
 * </pre>
 *
 * One line for each record, ended by LF or CRLF.
 *
 * @param time the terminal's local time
 * @param pin the person's number; 0 or empty if unknown
 * @param cardNo the card's number in hexadecimal, its lowest byte first: 123456789 is {@code
 *     15CD5B07}; 0 or empty if there was no card
 * @param event 0: verified and opened; everything else is a failure, an alarm or a door contact
 * @param verifyType 4 card, 15 face, and others
 * @param index the terminal's own number of the record
 */
record ZktecoLog(
    String time, String pin, String cardNo, long event, long verifyType, String index) {
  private static final long OPENED = 0;
  private static final long BY_CARD = 4;
  private static final Pattern NOBODY = Pattern.compile("0*");

  /** Reads all records of a body, or tells what is wrong with the first bad one. Never throws. */
  static Decoded<List<ZktecoLog>> parse(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return new Decoded.Malformed<>("expected UTF-8");
    }
    List<ZktecoLog> records = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Map<String, String> fields = fields(line);
      for (String needed : List.of("time", "pin", "event", "index")) {
        if (!fields.containsKey(needed)) {
          return new Decoded.Malformed<>(
              "line " + number + ": expected " + needed + "=... between tabs, once");
        }
      }
      Optional<Long> event = number(fields.get("event"));
      Optional<Long> verifyType = number(fields.getOrDefault("verifytype", "0"));
      if (event.isEmpty() || verifyType.isEmpty()) {
        return new Decoded.Malformed<>(
            "line " + number + ": event and verifytype: expected whole numbers");
      }
      records.add(
          new ZktecoLog(
              fields.get("time"),
              fields.get("pin"),
              fields.getOrDefault("cardno", ""),
              event.get(),
              verifyType.get(),
              fields.get("index")));
    }
    return records.isEmpty()
        ? new Decoded.Malformed<>("expected a record: time=... pin=... event=... index=...")
        : new Decoded.Ok<>(records);
  }

  /** What it means. Somebody who was let in at a time that cannot be read is malformed. */
  Decoded<FaceReport> report(ZoneId zone, Instant now) {
    boolean noPin = NOBODY.matcher(pin).matches();
    boolean noCard = NOBODY.matcher(cardNo).matches();
    if (event != OPENED || noPin && noCard) {
      return new Decoded.Ok<>(FaceReport.NOBODY);
    }
    Optional<Instant> at = FaceReport.time(time, zone, now);
    if (at.isEmpty()) {
      return new Decoded.Malformed<>("time: expected such as 2026-05-01 09:00:00");
    }
    boolean card = noPin || verifyType == BY_CARD && !noCard;
    if (card && !FaceReport.CARD.matcher(cardNo).matches()) {
      return new Decoded.Malformed<>("cardno: expected 2 to 20 hexadecimal digits");
    }
    return new Decoded.Ok<>(
        new FaceReport(
            Optional.of(
                card
                    ? new FaceReport.Person(CredentialKind.CARD, cardNo)
                    : new FaceReport.Person(CredentialKind.FACE, pin)),
            false,
            index,
            at));
  }

  /** A field that comes twice is left out, as nobody can say which one is meant. */
  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (String field : line.split("\t", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        String name = field.substring(0, equals).strip();
        if (fields.put(name, field.substring(equals + 1).strip()) != null) {
          twice.add(name);
        }
      }
    }
    twice.forEach(fields::remove);
    return fields;
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
