package org.shanmen.gate.whitelist;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** A whitelist as plainly as it can be written: the model that the real one must equal. */
public final class Sets {
  private final TreeMap<Integer, TicketTemplate> templates = new TreeMap<>();
  private final TreeMap<Long, Right> rights = new TreeMap<>();
  private final TreeMap<String, Use> uses = new TreeMap<>();
  private long version;

  public static Sets empty() {
    return new Sets();
  }

  public Sets copy() {
    var copy = new Sets();
    copy.templates.putAll(templates);
    copy.rights.putAll(rights);
    copy.uses.putAll(uses);
    copy.version = version;
    return copy;
  }

  /** Applies the changes and returns the delta that says so. */
  public Delta change(List<Change> changes) {
    long base = version;
    changes.forEach(this::follow);
    version += Math.max(1, changes.size());
    return Delta.newBuilder()
        .setBaseVersion(base)
        .setTargetVersion(version)
        .setTargetHash(hash())
        .addAllChanges(changes)
        .build();
  }

  private void follow(Change change) {
    try {
      switch (change.getChangeCase()) {
        case PUT_TEMPLATE -> {
          var template = TicketTemplate.parseFrom(change.getPutTemplate());
          templates.put(template.getId(), template);
        }
        case PUT_RIGHT -> {
          var right = Right.parseFrom(change.getPutRight());
          rights.put(right.getId(), right);
        }
        case REMOVE_RIGHT -> {
          rights.remove(change.getRemoveRight());
          uses.values().removeIf(use -> use.getRight() == change.getRemoveRight());
        }
        case ADD_USE -> {
          var use = Use.parseFrom(change.getAddUse());
          uses.putIfAbsent(key(use), use);
        }
        case CHANGE_NOT_SET -> throw new IllegalArgumentException();
      }
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String key(Use use) {
    return "%d/%d/%d/%d"
        .formatted(use.getRight(), use.getGateNumber(), use.getEpoch(), use.getSequence());
  }

  public long hash() {
    long hash = 0;
    for (var template : templates.values()) {
      hash += SetHash.ofTemplate(template.toByteArray());
    }
    for (var right : rights.values()) {
      hash += SetHash.ofRight(right.toByteArray());
    }
    for (var use : uses.values()) {
      hash += SetHash.ofUse(use.toByteArray());
    }
    return hash;
  }

  public long version() {
    return version;
  }

  public Sets atVersion(long newVersion) {
    version = newVersion;
    return this;
  }

  /** The whole set, as a snapshot tells it. */
  public List<Change> elements() {
    var elements = new ArrayList<Change>();
    templates.values().forEach(t -> elements.add(put(t)));
    rights.values().forEach(r -> elements.add(put(r)));
    uses.values().forEach(u -> elements.add(add(u)));
    return elements;
  }

  public Optional<Right> right(long id) {
    return Optional.ofNullable(rights.get(id));
  }

  /** By their ids. */
  public List<Right> rightsWith(long fingerprint) {
    return rights.values().stream()
        .filter(r -> r.getFingerprintsList().contains(fingerprint))
        .sorted(Comparator.comparing(Right::getId, Long::compareUnsigned))
        .toList();
  }

  public Optional<TicketTemplate> template(int id) {
    return Optional.ofNullable(templates.get(id));
  }

  public List<Use> uses(long right) {
    return uses.values().stream().filter(u -> u.getRight() == right).toList();
  }

  public static Change put(TicketTemplate template) {
    return Change.newBuilder().setPutTemplate(template.toByteString()).build();
  }

  public static Change put(Right right) {
    return Change.newBuilder().setPutRight(right.toByteString()).build();
  }

  public static Change putRightBytes(byte[] bytes) {
    return Change.newBuilder().setPutRight(ByteString.copyFrom(bytes)).build();
  }

  public static Change remove(long right) {
    return Change.newBuilder().setRemoveRight(right).build();
  }

  public static Change add(Use use) {
    return Change.newBuilder().setAddUse(use.toByteString()).build();
  }

  public static Right right(long id, long... fingerprints) {
    var right =
        Right.newBuilder()
            .setId(id)
            .setTemplate(1)
            .setState(RightState.ACTIVE)
            .setValidFrom(1_777_000_000)
            .setValidUntil(1_777_086_400)
            .setEntries(1)
            .setPeople(1);
    for (long fingerprint : fingerprints) {
      right.addFingerprints(fingerprint);
    }
    return right.build();
  }

  public static Use use(long right, int gate, long sequence) {
    return Use.newBuilder()
        .setRight(right)
        .setGateNumber(gate)
        .setEpoch(7)
        .setSequence(sequence)
        .setPeople(1)
        .build();
  }
}
