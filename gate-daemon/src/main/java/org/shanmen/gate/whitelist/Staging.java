package org.shanmen.gate.whitelist;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** What a delta would do to the contents: worked out aside, so that a wrong one does nothing. */
final class Staging {
  private static final byte[] NOTHING = {};

  private final Contents contents;
  private final Overlay changed = Overlay.ofFew();
  private final List<Long> usedRights = new ArrayList<>();
  private long hash;

  private Staging(Contents contents) {
    this.contents = contents;
    this.hash = contents.hash();
  }

  /** What came of it. */
  sealed interface Outcome {
    /**
     * @param changed the entries to lay over the contents
     * @param usedRights of which a use is among them
     */
    record Fits(Overlay changed, List<Long> usedRights) implements Outcome {}

    record Refused(String why) implements Outcome {}
  }

  static Outcome of(Contents contents, Delta delta) {
    if (delta.getBaseVersion() != contents.version()) {
      return new Outcome.Refused(
          "delta from version %d, but the set is at %d"
              .formatted(delta.getBaseVersion(), contents.version()));
    }
    if (delta.getTargetVersion() < delta.getBaseVersion()) {
      return new Outcome.Refused("delta goes back to version " + delta.getTargetVersion());
    }
    var staging = new Staging(contents);
    try {
      for (var change : delta.getChangesList()) {
        staging.change(change);
      }
    } catch (Unusable | InvalidProtocolBufferException e) {
      return new Outcome.Refused(
          "delta to version %d: %s".formatted(delta.getTargetVersion(), e.getMessage()));
    }
    if (staging.hash != delta.getTargetHash()) {
      return new Outcome.Refused(
          "delta to version %d leads to hash %016x, not to %016x"
              .formatted(delta.getTargetVersion(), staging.hash, delta.getTargetHash()));
    }
    return new Outcome.Fits(staging.changed, staging.usedRights);
  }

  private void change(Change change) throws Unusable, InvalidProtocolBufferException {
    switch (change.getChangeCase()) {
      case PUT_TEMPLATE -> {
        byte[] body = element(change.getPutTemplate());
        put(Keys.template(TicketTemplate.parseFrom(body)), body);
      }
      case PUT_RIGHT -> putRight(element(change.getPutRight()));
      case REMOVE_RIGHT -> removeRight(change.getRemoveRight());
      case ADD_USE -> {
        byte[] body = element(change.getAddUse());
        byte[] key = Keys.use(Use.parseFrom(body));
        if (get(key) == null) {
          put(key, body);
          usedRights.add(Keys.idOf(key));
        }
      }
      case CHANGE_NOT_SET -> throw new Unusable("a change of a kind that this gate does not know");
    }
  }

  private void putRight(byte[] body) throws InvalidProtocolBufferException {
    var right = Right.parseFrom(body);
    byte[] key = Keys.right(right);
    Set<Long> stale = new HashSet<>();
    byte[] old = get(key);
    if (old != null) {
      stale.addAll(Right.parseFrom(old).getFingerprintsList());
    }
    put(key, body);
    for (long fingerprint : right.getFingerprintsList()) {
      stale.remove(fingerprint);
      changed.put(Keys.fingerprint(fingerprint, right.getId()), NOTHING);
    }
    for (long fingerprint : stale) {
      changed.put(Keys.fingerprint(fingerprint, right.getId()), Overlay.GONE);
    }
  }

  private void removeRight(long id) throws InvalidProtocolBufferException {
    byte[] key = Keys.right(id);
    byte[] old = get(key);
    if (old != null) {
      for (long fingerprint : Right.parseFrom(old).getFingerprintsList()) {
        changed.put(Keys.fingerprint(fingerprint, id), Overlay.GONE);
      }
      remove(key, old);
    }
    var uses = new TreeMap<byte[], byte[]>(Keys.ORDER);
    contents.withPrefix(key).forEach(use -> uses.put(use.key(), use.value()));
    changed.layOver(uses, key);
    uses.forEach(this::remove);
  }

  private byte[] get(byte[] key) {
    byte[] value = changed.get(key);
    if (value == null) {
      return contents.get(key);
    }
    return value == Overlay.GONE ? null : value;
  }

  private void put(byte[] key, byte[] body) {
    byte[] old = get(key);
    if (old != null) {
      hash -= Entry.hash(key, old);
    }
    hash += Entry.hash(key, body);
    changed.put(key, body);
  }

  private void remove(byte[] key, byte[] old) {
    hash -= Entry.hash(key, old);
    changed.put(key, Overlay.GONE);
  }

  static byte[] element(ByteString body) throws Unusable {
    if (body.size() > Limits.WHITELIST_ELEMENT_BYTES) {
      throw new Unusable(
          "an element of %d bytes: at most %d"
              .formatted(body.size(), Limits.WHITELIST_ELEMENT_BYTES));
    }
    return body.toByteArray();
  }

  /** A change that cannot be followed. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }
}
