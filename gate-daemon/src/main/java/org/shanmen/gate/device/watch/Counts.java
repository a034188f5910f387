package org.shanmen.gate.device.watch;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What devices dropped since the start, by name. Thread-safe. */
public final class Counts {
  private static final Logger log = LoggerFactory.getLogger(Counts.class);

  /** A line that babbles must not fill the log. */
  private static final long LOG_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  public void add(String name) {
    counts.computeIfAbsent(name, n -> new LongAdder()).increment();
  }

  /**
   * Counts, and says why unless something was said shortly before.
   *
   * @param name for instance {@code scanner.malformed}
   */
  public void dropped(String name, String why) {
    add(name);
    long now = System.nanoTime();
    long until = quietUntil.get();
    if (now - until >= 0 && quietUntil.compareAndSet(until, now + LOG_PAUSE_NANOS)) {
      log.info("{}: {} ({} so far)", name, why, counts.get(name).sum());
    }
  }

  public Map<String, Long> snapshot() {
    Map<String, Long> now = new TreeMap<>();
    counts.forEach((name, count) -> now.put(name, count.sum()));
    return now;
  }
}
