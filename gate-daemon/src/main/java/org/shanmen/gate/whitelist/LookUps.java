package org.shanmen.gate.whitelist;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** The contents in force, and what is asked of them. Any thread may ask; see {@link Whitelist}. */
final class LookUps {
  /** What is done when a look-up comes upon damage, before it looks again. */
  interface Repair {
    /**
     * @param seen contents of which the table is damaged
     */
    void of(Contents seen, TableDamaged why);
  }

  private final Repair repair;

  /**
   * Held for reading by look-ups and for writing while contents are exchanged or an overlay in them
   * changes. Writers prepare everything before they take it.
   */
  private final ReadWriteLock inForce = new ReentrantReadWriteLock();

  private volatile Contents contents;

  /** Parsed ticket types; guarded by {@link #inForce}, emptied when one may have changed. */
  private final Map<Integer, Optional<TicketTemplate>> templates = new ConcurrentHashMap<>();

  LookUps(Contents contents, Repair repair) {
    this.contents = contents;
    this.repair = repair;
  }

  Contents contents() {
    return contents;
  }

  /** Puts other contents in force, and what {@code next} changes in them while nobody looks. */
  void exchange(boolean otherTemplates, Supplier<Contents> next) {
    inForce.writeLock().lock();
    try {
      contents = next.get();
      if (otherTemplates) {
        templates.clear();
      }
    } finally {
      inForce.writeLock().unlock();
    }
  }

  List<Held> shown(long fingerprint) {
    return reading(
        now -> {
          var shown = now.withPrefix(Keys.withFingerprint(fingerprint));
          var held = new ArrayList<Held>(shown.size());
          for (Entry each : shown) {
            var entries = now.withPrefix(Keys.right(Keys.rightOf(each.key())));
            held.add(new Held(parse(Right.parser(), entries.get(0).value()), uses(entries)));
          }
          return held;
        });
  }

  Optional<Right> rightById(long id) {
    return reading(now -> Optional.ofNullable(now.get(Keys.right(id))))
        .map(body -> parse(Right.parser(), body));
  }

  Optional<TicketTemplate> template(int id) {
    return reading(
        now ->
            templates.computeIfAbsent(
                id,
                template ->
                    Optional.ofNullable(now.get(Keys.template(template)))
                        .map(body -> parse(TicketTemplate.parser(), body))));
  }

  List<Use> uses(long rightId) {
    return reading(now -> uses(now.withPrefix(Keys.right(rightId))));
  }

  private static List<Use> uses(List<Entry> ofRight) {
    var uses = new ArrayList<Use>(ofRight.size());
    for (Entry entry : ofRight) {
      if (Keys.isUse(entry.key())) {
        uses.add(parse(Use.parser(), entry.value()));
      }
    }
    return uses;
  }

  private <T> T reading(Function<Contents, T> look) {
    while (true) {
      Contents seen;
      TableDamaged damaged;
      inForce.readLock().lock();
      try {
        return look.apply(contents);
      } catch (TableDamaged e) {
        seen = contents;
        damaged = e;
      } finally {
        inForce.readLock().unlock();
      }
      repair.of(seen, damaged);
    }
  }

  private static <T> T parse(Parser<T> parser, byte[] body) {
    try {
      return parser.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      // It could be parsed when it was taken in, and the checksum was right since.
      throw new IllegalStateException("an element of the whitelist changed on disk", e);
    }
  }
}
