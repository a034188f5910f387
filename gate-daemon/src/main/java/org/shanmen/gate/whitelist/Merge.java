package org.shanmen.gate.whitelist;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** A generation and the overlay over it as one sorted sequence. */
final class Merge implements Iterator<Entry> {
  private final Iterator<Entry> below;
  private final Iterator<Map.Entry<byte[], byte[]>> above;
  private final BooleanSupplier cancelled;
  private Entry nextBelow;
  private Map.Entry<byte[], byte[]> nextAbove;
  private Entry next;

  /**
   * @param cancelled asked for each entry; when true, {@code next} throws {@link
   *     CancellationException}
   */
  Merge(
      Iterator<Entry> below, Iterator<Map.Entry<byte[], byte[]>> above, BooleanSupplier cancelled) {
    this.below = below;
    this.above = above;
    this.cancelled = cancelled;
    nextBelow = take(below);
    nextAbove = take(above);
    advance();
  }

  private void advance() {
    next = null;
    while (next == null && (nextBelow != null || nextAbove != null)) {
      int order =
          nextBelow == null
              ? 1
              : nextAbove == null ? -1 : Keys.ORDER.compare(nextBelow.key(), nextAbove.getKey());
      if (order < 0) {
        next = nextBelow;
      } else if (nextAbove.getValue() != Overlay.GONE) {
        next = new Entry(nextAbove.getKey(), nextAbove.getValue());
      }
      if (order <= 0) {
        nextBelow = take(below);
      }
      if (order >= 0) {
        nextAbove = take(above);
      }
    }
  }

  private static <T> T take(Iterator<T> from) {
    return from.hasNext() ? from.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Entry next() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("superseded by a snapshot");
    }
    if (next == null) {
      throw new NoSuchElementException();
    }
    var entry = next;
    advance();
    return entry;
  }
}
