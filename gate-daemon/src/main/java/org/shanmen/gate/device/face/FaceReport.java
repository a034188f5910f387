package org.shanmen.gate.device.face;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * What any terminal tells, as far as a gate cares.
 *
 * @param person who was recognised; empty if nobody was, whatever else happened
 * @param history the terminal itself says that it repeats its records
 * @param index the terminal's own number of the event; empty if it gives none
 * @param at when it happened by the terminal's clock; present if somebody was recognised
 */
record FaceReport(Optional<Person> person, boolean history, String index, Optional<Instant> at) {

  /**
   * @param kind a face, or a card that the terminal read
   * @param value the person's number in the terminal, or the card's in hexadecimal
   */
  record Person(CredentialKind kind, String value) {}

  /** A card's number in hexadecimal. */
  static final Pattern CARD = Pattern.compile("([0-9A-Fa-f]{2}){1,10}");

  /** A door contact, a heartbeat, a face that is nobody's. */
  static final FaceReport NOBODY = new FaceReport(Optional.empty(), false, "", Optional.empty());

  /**
   * When a terminal says that it was. A time without offset is taken in our zone; in the hour that
   * is repeated when summer time ends, as that one of the two which is nearer to now.
   *
   * @param text such as {@code 2026-05-01T09:00:00+08:00} or {@code 2026-05-01 09:00:00}
   */
  static Optional<Instant> time(String text, ZoneId zone, Instant now) {
    String iso = text.replace(' ', 'T');
    try {
      return Optional.of(OffsetDateTime.parse(iso).toInstant());
    } catch (DateTimeException withoutOffset) {
      try {
        LocalDateTime local = LocalDateTime.parse(iso);
        return Optional.of(
            zone.getRules().getValidOffsets(local).stream()
                .map(local::toInstant)
                .min(Comparator.comparing(at -> Duration.between(at, now).abs()))
                .orElseGet(() -> local.atZone(zone).toInstant()));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
