package org.shanmen.gate.admission;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** What a gate knows of rights, on the first of May in Shanghai, as a test puts it there. */
final class HeldRights implements Rights {
  static final LocalDate MAY_DAY = LocalDate.of(2026, 5, 1);

  /** The fingerprint of the one card. */
  static final long CARD = 8;

  final Map<Long, List<Right>> byFingerprint = new HashMap<>();
  final Map<Long, Use> used = new HashMap<>();
  final Map<Long, Integer> reserved = new HashMap<>();
  final Map<Long, Right> byId = new HashMap<>();
  final Map<Integer, TicketTemplate> templates = new HashMap<>();

  /** Happens behind each look-up of a credential. */
  Runnable afterLookUp = () -> {};

  /** What the one card holds, of template 5 unless said otherwise. */
  void card(Right.Builder... rights) {
    templates.putIfAbsent(5, TicketTemplate.newBuilder().setId(5).build());
    byFingerprint.put(CARD, Arrays.stream(rights).map(Right.Builder::build).toList());
  }

  /** Good from midnight. */
  static Right.Builder activeUntil(long id, long untilMillis) {
    return Right.newBuilder()
        .setId(id)
        .setTemplate(5)
        .setState(RightState.ACTIVE)
        .setValidFrom(hour(0) / 1000)
        .setValidUntil(untilMillis / 1000);
  }

  /** Good for a day. */
  static Right.Builder from(long id, long fromMillis) {
    return activeUntil(id, fromMillis + 86_400_000).setValidFrom(fromMillis / 1000);
  }

  /** Unix time in milliseconds. */
  static long hour(int hour) {
    return MAY_DAY
        .atStartOfDay(ZoneId.of("Asia/Shanghai"))
        .plusHours(hour)
        .toInstant()
        .toEpochMilli();
  }

  /** With a link, and nothing unconfirmed. */
  Circumstances circumstances(Direction direction, long nowMillis) {
    return new Circumstances(
        direction, right -> reserved.getOrDefault(right, 0), right -> 0, false, true, nowMillis);
  }

  @Override
  public List<Right> rights(long fingerprint) {
    var found = byFingerprint.getOrDefault(fingerprint, List.of());
    afterLookUp.run();
    return found;
  }

  @Override
  public Optional<Right> rightById(long right) {
    return Optional.ofNullable(byId.get(right));
  }

  @Override
  public Optional<TicketTemplate> template(int template) {
    return Optional.ofNullable(templates.get(template));
  }

  @Override
  public List<Use> uses(long right) {
    return Optional.ofNullable(used.get(right)).stream().toList();
  }
}
