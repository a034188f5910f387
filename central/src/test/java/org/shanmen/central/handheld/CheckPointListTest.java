package org.shanmen.central.handheld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.gatelink.TestClock;
import org.shanmen.central.gatelink.TestPostgres;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;

/** More than fits into one answer: whoever asks knows whether it was all, and misses nothing. */
class CheckPointListTest {
  private static final int RIGHTS = 4_100;
  private static final int TEMPLATE = 7;

  /** The template's own change. */
  private static final int BEFORE = 1;

  private final TestClock clock = new TestClock();
  private Vertx vertx;
  private Database database;

  @BeforeEach
  void aParkThatHasSoldALot() {
    vertx = Vertx.vertx();
    database = TestPostgres.open(vertx);
    var changeLog = new ChangeLog(clock);
    var template = TicketTemplate.newBuilder().setId(TEMPLATE).build();
    var changes = new ArrayList<Change>();
    changes.add(Change.newBuilder().setPutTemplate(template.toByteString()).build());
    ids().forEach(id -> changes.add(right(id)));
    database.transact(tx -> changeLog.append(tx, changes));
  }

  @AfterEach
  void close() {
    database.close();
    vertx.close().await();
  }

  @Test
  void theWholeIsToldPageByPage() {
    var found = new ArrayList<Long>();
    int pages = 0;
    long next = 0;
    do {
      long after = next;
      var page = database.query(sql -> list(sql).page(after));
      assertThat(page.version()).isEqualTo(BEFORE + RIGHTS);
      found.addAll(rights(page));
      next = page.next();
      pages++;
    } while (next != 0);
    assertThat(pages).isGreaterThan(2);
    assertThat(found).isEqualTo(ids());
  }

  @Test
  void changesAreToldUntilThereAreNoMore() {
    var found = new ArrayList<Long>();
    CheckPointList.Part part;
    long version = BEFORE;
    do {
      part = changes(version);
      assertThat(part.stale()).isFalse();
      found.addAll(rights(part));
      version = part.version();
    } while (part.more());
    assertThat(version).isEqualTo(BEFORE + RIGHTS);
    assertThat(found).isEqualTo(ids());
  }

  @Test
  void whoseListTheLogDoesNotReachOrIsOfAnotherLogAsksForTheWhole() {
    long end = BEFORE + RIGHTS;
    assertThat(changes(end).stale()).isFalse();
    assertThat(changes(end + 1).stale()).as("the centre was restored").isTrue();
    forget(10);
    assertThat(changes(9).stale()).isTrue();
    assertThat(changes(10).stale()).isFalse();
    forget(end - 1);
    assertThat(changes(end - 2).stale()).isTrue();
    assertThat(changes(end - 1).stale()).isFalse();
  }

  private void forget(long upTo) {
    database.transact(tx -> tx.deleteFrom(CHANGE_LOG).where(CHANGE_LOG.VERSION.le(upTo)).execute());
  }

  private CheckPointList.Part changes(long version) {
    return database.query(sql -> list(sql).changes(version));
  }

  private CheckPointList list(DSLContext sql) {
    var name = new Handheld.Named("", "");
    var place = new Handheld.Place(1, "A", name);
    var handheld = new Handheld(40, "H1", name, "ENTRY", 1, place, place);
    return new CheckPointList(sql, handheld, clock.instant());
  }

  private static List<Long> ids() {
    return LongStream.rangeClosed(1, RIGHTS).boxed().toList();
  }

  private Change right(long id) {
    var right =
        Right.newBuilder()
            .setId(id)
            .setTemplate(TEMPLATE)
            .setValidFrom(clock.instant().getEpochSecond())
            .setValidUntil(clock.instant().getEpochSecond() + 3600)
            .build();
    return Change.newBuilder().setPutRight(right.toByteString()).build();
  }

  private static List<Long> rights(CheckPointList.Part part) {
    return part.changes().stream()
        .filter(Change::hasPutRight)
        .map(
            change -> {
              try {
                return Right.parseFrom(change.getPutRight()).getId();
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }
}
