package org.shanmen.central.catalogue;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Splits money by shares, to the fen. Pure. */
public final class Shares {
  private Shares() {}

  /**
   * Splits an amount in proportion: first rounded towards nothing, then the fen that are left over
   * go one by one to the largest remainders (among equals the smaller key).
   *
   * @param fen of any sign
   * @param shares above 0, at least one
   * @return by the same keys, in their order; together exactly the amount
   */
  public static Map<Integer, Long> split(long fen, Map<Integer, Long> shares) {
    long whole = shares.values().stream().mapToLong(Long::longValue).sum();
    long amount = Math.abs(fen);
    var keys = shares.keySet().stream().sorted().toList();
    var parts = new LinkedHashMap<Integer, Long>();
    keys.forEach(key -> parts.put(key, product(amount, shares.get(key)) / whole));
    long over = amount - parts.values().stream().mapToLong(Long::longValue).sum();
    keys.stream()
        .sorted(
            Comparator.<Integer>comparingLong(key -> -(product(amount, shares.get(key)) % whole)))
        .limit(over)
        .forEach(key -> parts.merge(key, 1L, Long::sum));
    if (fen < 0) {
      parts.replaceAll((key, part) -> -part);
    }
    return parts;
  }

  /** Amounts and shares are at most some hundred million: fits, or is a fault worth hearing of. */
  private static long product(long fen, long share) {
    return Math.multiplyExact(fen, share);
  }

  /** Sums of several splits. */
  public static Map<Integer, Long> sum(List<Map<Integer, Long>> splits) {
    return splits.stream()
        .flatMap(split -> split.entrySet().stream())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                java.util.TreeMap::new,
                Collectors.summingLong(Map.Entry::getValue)));
  }
}
