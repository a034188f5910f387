package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;

import com.google.protobuf.ByteString;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class ChangeLogTest {
  private static final int EVENTS = 8;
  private static Vertx vertx;
  private static Database database;
  private final ChangeLog log = new ChangeLog(new TestClock());

  @BeforeContainer
  static void open() {
    vertx = Vertx.vertx();
    database = TestPostgres.open(vertx);
    database.transact(
        tx -> {
          tx.insertInto(AREA, AREA.CODE, AREA.NAME_ZH, AREA.NAME_EN).values("A", "", "").execute();
          tx.insertInto(
                  CHECK_POINT,
                  CHECK_POINT.CODE,
                  CHECK_POINT.NAME_ZH,
                  CHECK_POINT.NAME_EN,
                  CHECK_POINT.AREA_ID)
              .values("C", "", "", 1)
              .execute();
          tx.insertInto(GATE, GATE.CODE, GATE.NAME_ZH, GATE.NAME_EN, GATE.CHECK_POINT_ID, GATE.KIND)
              .values("G", "", "", 1, "ENTRY")
              .execute();
          for (long sequence = 1; sequence <= EVENTS; sequence++) {
            var event = tx.newRecord(GATE_EVENT);
            event.setGateId(1);
            event.setEpoch(1L);
            event.setSequence(sequence);
            event.setAt(java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC));
            event.setStoredAt(event.getAt());
            event.setKind("PASSED");
            event.setPeople(1);
            event.setReference(0L);
            event.setReferenceEpoch(0L);
            event.setDetail("");
            event.insert();
          }
          return null;
        });
  }

  @AfterContainer
  static void close() {
    database.close();
    TestCentre.await(vertx.close());
  }

  /** What a gate does with changes, as simply as can be. */
  private static final class Model {
    final Map<Integer, ByteString> templates = new HashMap<>();
    final Map<Long, ByteString> rights = new HashMap<>();
    final Map<Long, ByteString> uses = new HashMap<>();

    void apply(Change change) throws Exception {
      switch (change.getChangeCase()) {
        case PUT_TEMPLATE ->
            templates.put(
                TicketTemplate.parseFrom(change.getPutTemplate()).getId(), change.getPutTemplate());
        case PUT_RIGHT ->
            rights.put(WhitelistEdit.right(change.getPutRight()).getId(), change.getPutRight());
        case REMOVE_RIGHT -> {
          rights.remove(change.getRemoveRight());
          uses.values()
              .removeIf(use -> WhitelistEdit.use(use).getRight() == change.getRemoveRight());
        }
        case ADD_USE ->
            uses.putIfAbsent(
                WhitelistEdit.use(change.getAddUse()).getSequence(), change.getAddUse());
        default -> throw new AssertionError(change);
      }
    }

    long hash() {
      long hash = 0;
      for (var body : templates.values()) {
        hash += SetHash.ofTemplate(body.toByteArray());
      }
      for (var body : rights.values()) {
        hash += SetHash.ofRight(body.toByteArray());
      }
      for (var body : uses.values()) {
        hash += SetHash.ofUse(body.toByteArray());
      }
      return hash;
    }
  }

  @Property(tries = 40)
  void theHashOfTheLogIsThatOfASetToWhichItsChangesWereApplied(
      @ForAll("batches") List<List<Change>> batches) throws Exception {
    clear();
    var model = new Model();
    long version = 0;
    for (var batch : batches) {
      long before = version;
      version = database.transact(tx -> log.append(tx, batch));
      assertThat(version).isBetween(before, before + batch.size());
      for (var change : batch) {
        model.apply(change);
      }
      assertThat(database.query(ChangeLog::position))
          .isEqualTo(new ChangeLog.Position(version, model.hash()));
    }
    var replayed = new Model();
    long expected = 1;
    for (var row : database.query(sql -> sql.selectFrom(CHANGE_LOG).orderBy(1).fetch())) {
      assertThat(row.getVersion()).isEqualTo(expected++);
      replayed.apply(Change.parseFrom(row.getChange()));
      assertThat(row.getHash()).isEqualTo(replayed.hash());
    }
    assertThat(replayed.hash()).isEqualTo(model.hash());
  }

  @Example
  void versionsHaveNoGapsAndFollowTheCommitsHoweverManyAppendAtOnce() throws Exception {
    clear();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 4; t++) {
      long base = t * 100L;
      var thread =
          new Thread(
              () -> {
                for (long i = 1; i <= 25; i++) {
                  var change = TestCentre.right(base + i);
                  database.transact(tx -> log.append(tx, List.of(change)));
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(database.query(ChangeLog::position).version()).isEqualTo(100);
    int rows = database.query(sql -> sql.fetchCount(CHANGE_LOG));
    assertThat(rows).isEqualTo(100);
  }

  @Example
  void anAppendThatIsRolledBackLeavesNothing() {
    clear();
    assertThatThrownBy(
            () ->
                database.transact(
                    tx -> {
                      log.append(tx, List.of(TestCentre.right(1)));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(database.query(ChangeLog::position)).isEqualTo(new ChangeLog.Position(0, 0));
  }

  @Example
  void aUseWithoutItsEventIsRefused() {
    clear();
    assertThatThrownBy(() -> database.transact(tx -> log.append(tx, List.of(use(99, 1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no stored event");
  }

  @Provide
  Arbitrary<List<List<Change>>> batches() {
    var templates =
        Combinators.combine(Arbitraries.integers().between(1, 3), Arbitraries.of("a", "b", "c"))
            .as(
                (id, name) ->
                    Change.newBuilder()
                        .setPutTemplate(
                            TicketTemplate.newBuilder()
                                .setId(id)
                                .setNameZh(name)
                                .build()
                                .toByteString())
                        .build());
    var ids = Arbitraries.longs().between(1, 4);
    var rights =
        Combinators.combine(ids, Arbitraries.integers().between(0, 2))
            .as(
                (id, entries) ->
                    Change.newBuilder()
                        .setPutRight(
                            org.shanmen.protocol.wire.Right.newBuilder()
                                .setId(id)
                                .setEntries(entries)
                                .build()
                                .toByteString())
                        .build());
    var removals = ids.map(id -> Change.newBuilder().setRemoveRight(id).build());
    var uses =
        Combinators.combine(Arbitraries.longs().between(1, EVENTS), ids).as(ChangeLogTest::use);
    return Arbitraries.oneOf(templates, rights, removals, uses)
        .list()
        .ofMaxSize(8)
        .list()
        .ofMaxSize(8);
  }

  private static Change use(long sequence, long right) {
    return Change.newBuilder()
        .setAddUse(
            Use.newBuilder()
                .setRight(right)
                .setGateNumber(1)
                .setEpoch(1)
                .setSequence(sequence)
                .setPeople(1)
                .build()
                .toByteString())
        .build();
  }

  private static void clear() {
    database.transact(tx -> tx.execute("truncate change_log, whitelist_element"));
  }
}
