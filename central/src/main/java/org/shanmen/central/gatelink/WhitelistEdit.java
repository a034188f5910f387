package org.shanmen.central.gatelink;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * What a batch of changes makes of the elements that it touches, and of the set's hash. Pure: the
 * elements are put in with {@link #has}, the result is read from {@link #stored} and {@link #gone}.
 *
 * <p>Not thread-safe; one for each batch.
 */
final class WhitelistEdit {
  /** What an element is; the name is the one in the table whitelist_element. */
  enum Kind {
    T,
    R,
    U
  }

  /** Names one element: a template's id, a right's id, or the number of the event of a use. */
  record Key(Kind kind, long number) {}

  /**
   * One element of the set.
   *
   * @param right the right it belongs to, 0 for a template
   * @param body the serialised message, as it travels
   * @param at of a new use, by its gate's clock; else null
   */
  record Element(Key key, long right, byte[] body, OffsetDateTime at) {
    /** One that the set holds already, or that is no use. */
    Element(Key key, long right, byte[] body) {
      this(key, right, body, null);
    }

    long hash() {
      return switch (key.kind()) {
        case T -> SetHash.ofTemplate(body);
        case R -> SetHash.ofRight(body);
        case U -> SetHash.ofUse(body);
      };
    }
  }

  private final Map<Key, Element> elements = new HashMap<>();
  private final Map<Long, Set<Key>> byRight = new HashMap<>();
  private final Set<Key> touched = new LinkedHashSet<>();
  private long hash;

  /**
   * @param hash of the set before the batch
   */
  WhitelistEdit(long hash) {
    this.hash = hash;
  }

  /** Says that the set holds this element before the batch. */
  void has(Element element) {
    elements.put(element.key(), element);
    byRight.computeIfAbsent(element.right(), r -> new LinkedHashSet<>()).add(element.key());
  }

  /**
   * Applies one change.
   *
   * @param number the number of the element that the change puts or adds
   * @return false if the set held that already: nothing happened
   */
  boolean apply(Change change, long number) {
    return switch (change.getChangeCase()) {
      case PUT_TEMPLATE -> put(new Key(Kind.T, number), 0, change.getPutTemplate(), null);
      case PUT_RIGHT -> put(new Key(Kind.R, number), number, change.getPutRight(), null);
      case REMOVE_RIGHT -> remove(change.getRemoveRight());
      case ADD_USE -> addUse(new Key(Kind.U, number), change.getAddUse());
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("a change that says nothing");
    };
  }

  /** Hash of the set after the changes so far. */
  long hash() {
    return hash;
  }

  /** Elements that are new or have a new body. */
  Collection<Element> stored() {
    var stored = new ArrayList<Element>();
    for (var key : touched) {
      if (elements.containsKey(key)) {
        stored.add(elements.get(key));
      }
    }
    return stored;
  }

  /** Elements that are no longer in the set. */
  Collection<Key> gone() {
    return touched.stream().filter(key -> !elements.containsKey(key)).toList();
  }

  private boolean addUse(Key key, ByteString body) {
    if (elements.containsKey(key)) {
      return false;
    }
    var use = use(body);
    return put(key, use.getRight(), body, Times.utc(Instant.ofEpochMilli(use.getAtMillis())));
  }

  private boolean put(Key key, long right, ByteString body, OffsetDateTime at) {
    var element = new Element(key, right, body.toByteArray(), at);
    var old = elements.get(element.key());
    if (old != null && java.util.Arrays.equals(old.body(), element.body())) {
      return false;
    }
    if (old != null) {
      hash -= old.hash();
    }
    hash += element.hash();
    has(element);
    touched.add(element.key());
    return true;
  }

  private boolean remove(long right) {
    var keys = byRight.remove(right);
    if (right == 0 || keys == null) {
      return false;
    }
    for (var key : keys) {
      hash -= elements.remove(key).hash();
      touched.add(key);
    }
    return true;
  }

  static TicketTemplate template(ByteString body) {
    try {
      var template = TicketTemplate.parseFrom(body);
      require(template.getId() > 0, "a template without an id");
      return template;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("put_template holds no TicketTemplate", e);
    }
  }

  static Right right(ByteString body) {
    try {
      var right = Right.parseFrom(body);
      require(right.getId() != 0, "a right without an id");
      return right;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("put_right holds no Right", e);
    }
  }

  static Use use(ByteString body) {
    try {
      var use = Use.parseFrom(body);
      require(use.getRight() != 0, "a use without a right");
      return use;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("add_use holds no Use", e);
    }
  }

  /** Rights that the changes remove. */
  static List<Long> removed(List<Change> changes) {
    return changes.stream().filter(Change::hasRemoveRight).map(Change::getRemoveRight).toList();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
