package org.shanmen.gate.admission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.shanmen.protocol.wire.TicketKey;

/**
 * The park's public keys, under which its signed codes are genuine. A key is read when it is first
 * asked for: what reads it takes longer to load than a gate to start, and most visitors need none.
 * Not thread-safe.
 */
final class TicketKeys {
  private final Map<Integer, byte[]> encoded = new HashMap<>();
  private final Map<Integer, Optional<Ed25519PublicKeyParameters>> read = new HashMap<>();

  /** When the keys end that have an end: Unix seconds by id. */
  private final Map<Integer, Long> ends = new HashMap<>();

  TicketKeys(List<TicketKey> keys) {
    for (TicketKey key : keys) {
      encoded.put(key.getId(), key.getPublicKey().toByteArray());
      if (key.getValidUntil() != 0) {
        ends.put(key.getId(), key.getValidUntil());
      }
    }
  }

  /**
   * Reads every key.
   *
   * @throws IllegalArgumentException if one is none
   */
  void check() {
    encoded.forEach((id, key) -> read.put(id, Optional.of(new Ed25519PublicKeyParameters(key))));
  }

  /** Null if there is no such key, or what there is under this id is none. */
  Ed25519PublicKeyParameters get(int id) {
    return read.computeIfAbsent(id, this::read).orElse(null);
  }

  private Optional<Ed25519PublicKeyParameters> read(int id) {
    try {
      return Optional.ofNullable(encoded.get(id)).map(Ed25519PublicKeyParameters::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Set<Integer> ids() {
    return encoded.keySet();
  }

  boolean anyEnds() {
    return !ends.isEmpty();
  }

  /** Whether a key's time is over. */
  boolean isOver(int id, long nowMillis) {
    return ends.containsKey(id) && nowMillis / 1000 >= ends.get(id);
  }
}
