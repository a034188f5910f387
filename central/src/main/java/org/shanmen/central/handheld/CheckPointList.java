package org.shanmen.central.handheld;

import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;
import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * The part of the whitelist that a check point needs in the next days: all templates, and the
 * rights, with their uses, whose ticket type may enter there and which are not over and begin
 * before long. In the same messages that gates get.
 *
 * <p>The whole comes page by page, each read by itself. What changes meanwhile comes behind: the
 * version of the first page is where the changes are asked for from, and putting or adding twice
 * what is there changes nothing. Blocks; for the database's workers.
 */
final class CheckPointList {
  /** Rights that are looked at for one page; some hundred kilobytes at most. */
  private static final int PAGE_RIGHTS = 2_000;

  /** Changes that are looked at for one answer. */
  private static final int CHANGES = 1_000;

  /** Whoever is further behind gets the whole. */
  private static final long REACH = 50_000;

  /** Rights that begin later are left out, as the page asks for the whole once a day. */
  private static final Duration AHEAD = Duration.ofDays(2);

  /** Night visits end behind midnight. */
  private static final Duration BEHIND = Duration.ofDays(1);

  /**
   * A page of the whole, or the changes behind a version.
   *
   * @param version where the change log was before this was read, or the last change that is here
   * @param next where the next page begins, or 0 if there is none
   * @param more there are more changes
   * @param stale changes are not enough any more: ask for the whole
   */
  record Part(long version, List<Change> changes, long next, boolean more, boolean stale) {}

  private final DSLContext sql;
  private final Handheld handheld;
  private final Instant now;

  CheckPointList(DSLContext sql, Handheld handheld, Instant now) {
    this.sql = sql;
    this.handheld = handheld;
    this.now = now;
  }

  /**
   * A page of the whole.
   *
   * @param after rights with greater ids only; 0: the first page
   */
  Part page(long after) {
    long version = ChangeLog.position(sql).version();
    var templates = templates();
    var changes = new ArrayList<Change>();
    if (after == 0) {
      templates.values().forEach(t -> changes.add(put(t)));
    }
    long last = 0;
    int seen = 0;
    var wanted = new ArrayList<Right>();
    for (var row :
        sql.select(WHITELIST_ELEMENT.KEY, WHITELIST_ELEMENT.BODY)
            .from(WHITELIST_ELEMENT)
            .where(WHITELIST_ELEMENT.KIND.eq("R").and(WHITELIST_ELEMENT.KEY.gt(after)))
            .orderBy(WHITELIST_ELEMENT.KEY)
            .limit(PAGE_RIGHTS)) {
      last = row.value1();
      seen++;
      var right = right(row.value2());
      if (isWanted(right, templates)) {
        wanted.add(right);
      }
    }
    wanted.forEach(right -> changes.add(put(right)));
    uses(wanted.stream().map(Right::getId).toList()).forEach(use -> changes.add(add(use)));
    return new Part(version, changes, seen == PAGE_RIGHTS ? last : 0, false, false);
  }

  /** What changed behind a version. */
  Part changes(long after) {
    long end = ChangeLog.position(sql).version();
    var rows =
        sql.selectFrom(CHANGE_LOG)
            .where(CHANGE_LOG.VERSION.gt(after).and(CHANGE_LOG.VERSION.le(end)))
            .orderBy(CHANGE_LOG.VERSION)
            .limit(CHANGES)
            .fetch();
    boolean pruned = rows.isEmpty() ? after < end : rows.get(0).getVersion() != after + 1;
    if (after > end || pruned || end - after > REACH) {
      return stale();
    }
    var read = rows.map(row -> change(row.getChange()));
    var templates = templates();
    if (read.stream().anyMatch(c -> c.hasPutTemplate() && isForHere(template(c), templates))) {
      // Tickets of a type that has just come to this check point are older than the change.
      return stale();
    }
    long version = rows.isEmpty() ? after : rows.get(rows.size() - 1).getVersion();
    return new Part(version, told(read, templates), 0, version < end, false);
  }

  private Part stale() {
    return new Part(0, List.of(), 0, false, true);
  }

  /** What of the changes concerns this check point; what no longer does is removed. */
  private List<Change> told(List<Change> read, Map<Integer, TicketTemplate> templates) {
    var used =
        read.stream()
            .filter(Change::hasAddUse)
            .map(change -> use(change.getAddUse()).getRight())
            .collect(Collectors.toSet());
    var wanted =
        rights(used).stream()
            .filter(right -> isWanted(right, templates))
            .map(Right::getId)
            .collect(Collectors.toSet());
    var told = new ArrayList<Change>();
    for (var change : read) {
      switch (change.getChangeCase()) {
        case PUT_RIGHT -> {
          var right = right(change.getPutRight().toByteArray());
          told.add(
              isWanted(right, templates)
                  ? change
                  : Change.newBuilder().setRemoveRight(right.getId()).build());
        }
        case ADD_USE -> {
          if (wanted.contains(use(change.getAddUse()).getRight())) {
            told.add(change);
          }
        }
        case PUT_TEMPLATE, REMOVE_RIGHT -> told.add(change);
        case CHANGE_NOT_SET -> {}
      }
    }
    return told;
  }

  /**
   * All that the centre knows of a credential or a right now, wherever it opens.
   *
   * @param fingerprint 0: none
   * @param right 0: none
   */
  List<Change> look(long fingerprint, long right) {
    var ids = new TreeSet<Long>();
    if (fingerprint != 0) {
      ids.addAll(
          sql.select(CREDENTIAL.TICKET_ID)
              .from(CREDENTIAL)
              .where(CREDENTIAL.FINGERPRINT.eq(fingerprint))
              .limit(PAGE_RIGHTS)
              .fetch(CREDENTIAL.TICKET_ID));
    }
    if (right != 0) {
      ids.add(right);
    }
    var rights = rights(ids);
    var templates = templates();
    var changes = new ArrayList<Change>();
    rights.stream()
        .map(Right::getTemplate)
        .distinct()
        .flatMap(id -> Optional.ofNullable(templates.get(id)).stream())
        .forEach(template -> changes.add(put(template)));
    rights.forEach(each -> changes.add(put(each)));
    uses(rights.stream().map(Right::getId).toList()).forEach(use -> changes.add(add(use)));
    return changes;
  }

  private Map<Integer, TicketTemplate> templates() {
    var templates = new HashMap<Integer, TicketTemplate>();
    sql.select(WHITELIST_ELEMENT.BODY)
        .from(WHITELIST_ELEMENT)
        .where(WHITELIST_ELEMENT.KIND.eq("T"))
        .forEach(
            row -> {
              var template = template(row.value1());
              templates.put(template.getId(), template);
            });
    return templates;
  }

  private List<Right> rights(Set<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : sql.select(WHITELIST_ELEMENT.BODY)
            .from(WHITELIST_ELEMENT)
            .where(WHITELIST_ELEMENT.KIND.eq("R"))
            .and(WHITELIST_ELEMENT.KEY.eq(DSL.any(ids.toArray(Long[]::new))))
            .orderBy(WHITELIST_ELEMENT.KEY)
            .fetch(row -> right(row.value1()));
  }

  private List<byte[]> uses(Collection<Long> rights) {
    return rights.isEmpty()
        ? List.of()
        : sql.select(WHITELIST_ELEMENT.BODY)
            .from(WHITELIST_ELEMENT)
            .where(WHITELIST_ELEMENT.KIND.eq("U"))
            .and(WHITELIST_ELEMENT.RIGHT_ID.eq(DSL.any(rights.toArray(Long[]::new))))
            .orderBy(WHITELIST_ELEMENT.KEY)
            .fetch(row -> row.value1());
  }

  private boolean isWanted(Right right, Map<Integer, TicketTemplate> templates) {
    var template = templates.get(right.getTemplate());
    return template != null
        && isForHere(template, templates)
        && right.getValidUntil() > now.minus(BEHIND).getEpochSecond()
        && right.getValidFrom() < now.plus(AHEAD).getEpochSecond();
  }

  /** By its newest rules, whatever they were when the change was made. */
  private boolean isForHere(TicketTemplate changed, Map<Integer, TicketTemplate> templates) {
    var template = templates.getOrDefault(changed.getId(), changed);
    return (template.getAreasCount() == 0
            || template.getAreasList().contains(handheld.area().number()))
        && (template.getCheckPointsCount() == 0
            || template.getCheckPointsList().contains(handheld.checkPoint().number()));
  }

  private static Change put(TicketTemplate template) {
    return Change.newBuilder().setPutTemplate(template.toByteString()).build();
  }

  private static Change put(Right right) {
    return Change.newBuilder().setPutRight(right.toByteString()).build();
  }

  private static Change add(byte[] use) {
    return Change.newBuilder().setAddUse(ByteString.copyFrom(use)).build();
  }

  private static TicketTemplate template(Change change) {
    return template(change.getPutTemplate().toByteArray());
  }

  private static TicketTemplate template(byte[] body) {
    return parsed(() -> TicketTemplate.parseFrom(body));
  }

  private static Right right(byte[] body) {
    return parsed(() -> Right.parseFrom(body));
  }

  private static Use use(ByteString body) {
    return parsed(() -> Use.parseFrom(body));
  }

  private static Change change(byte[] bytes) {
    return parsed(() -> Change.parseFrom(bytes));
  }

  /** Something that is read. */
  private interface Reading<T> {
    T read() throws InvalidProtocolBufferException;
  }

  private static <T> T parsed(Reading<T> reading) {
    try {
      return reading.read();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the whitelist holds what cannot be read", e);
    }
  }
}
