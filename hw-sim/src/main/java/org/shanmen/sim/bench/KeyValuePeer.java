package org.shanmen.sim.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/** What peers that are sorted maps of bytes have in common; keys as in {@link SortedEntries}. */
abstract class KeyValuePeer implements PeerStore {
  private static final byte EVENT = 'E';
  private static final byte[] NOTHING = {};

  /** An entry of the store. */
  record Entry(byte[] key, byte[] value) {}

  /** Null if there is none. Scanning thread. */
  abstract byte[] get(byte[] key);

  /** All entries whose key begins with a prefix. Scanning thread. */
  abstract List<Entry> withPrefix(byte[] prefix);

  /** Puts entries in one transaction; any thread. */
  abstract void put(List<Entry> entries) throws Exception;

  @Override
  public List<Right> rights(long fingerprint) {
    var rights = new ArrayList<Right>();
    for (Entry entry : withPrefix(SortedEntries.key(SortedEntries.FINGERPRINT, fingerprint))) {
      rightById(ByteBuffer.wrap(entry.key()).getLong(1 + Long.BYTES)).ifPresent(rights::add);
    }
    return rights;
  }

  @Override
  public Optional<Right> rightById(long right) {
    return Optional.ofNullable(get(SortedEntries.key(SortedEntries.RIGHT, right)))
        .map(body -> parse(Right.parser(), body));
  }

  @Override
  public Optional<TicketTemplate> template(int template) {
    return Optional.ofNullable(get(SortedEntries.template(template)))
        .map(body -> parse(TicketTemplate.parser(), body));
  }

  @Override
  public List<Use> uses(long right) {
    return withPrefix(SortedEntries.key(SortedEntries.USE, right)).stream()
        .map(entry -> parse(Use.parser(), entry.value()))
        .toList();
  }

  @Override
  public void apply(List<Change> changes) throws Exception {
    var entries = new ArrayList<Entry>();
    for (Change change : changes) {
      if (change.hasPutRight()) {
        var right = Right.parseFrom(change.getPutRight());
        byte[] body = change.getPutRight().toByteArray();
        entries.add(new Entry(SortedEntries.key(SortedEntries.RIGHT, right.getId()), body));
        for (long print : right.getFingerprintsList()) {
          entries.add(new Entry(SortedEntries.fingerprint(print, right.getId()), NOTHING));
        }
      } else {
        var use = Use.parseFrom(change.getAddUse());
        entries.add(
            new Entry(
                SortedEntries.use(
                    use.getRight(), use.getGateNumber(), use.getEpoch(), use.getSequence()),
                change.getAddUse().toByteArray()));
      }
    }
    put(entries);
  }

  @Override
  public void record(Event event) throws Exception {
    put(List.of(new Entry(SortedEntries.key(EVENT, event.getSequence()), event.toByteArray())));
  }

  static boolean beginsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static <T> T parse(Parser<T> parser, byte[] body) {
    try {
      return parser.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a peer gave back other bytes than it was given", e);
    }
  }
}
