package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.live.LiveBoard;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;

/** The centre's end of the links as it runs, with the gates N1 and N2, on a real database. */
public final class TestCentre implements AutoCloseable {
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  public final TestClock clock = new TestClock();
  public final Vertx vertx;
  public final Database database;
  public final ChangeLog changeLog = new ChangeLog(clock);
  public final LiveBoard board;
  public final Commands commands;
  public final Ca ca;
  public final Enrolments enrolments;
  public final GateLink link;
  public final int port;

  /**
   * Patient with gates that a busy machine makes late; tests of impatience give their own times.
   */
  public TestCentre(Path data) throws IOException {
    this(data, 120_000, 120_000);
  }

  public TestCentre(Path data, long greetingMillis, long silenceMillis) throws IOException {
    this(data, greetingMillis, silenceMillis, System::nanoTime);
  }

  /**
   * @param nanos by which gates are judged to be late
   */
  TestCentre(Path data, long greetingMillis, long silenceMillis, LongSupplier nanos)
      throws IOException {
    this(data, TestPostgres::open, greetingMillis, silenceMillis, nanos);
  }

  /** On a park that is there already. */
  public static TestCentre on(DatabaseSettings settings, Path data) throws IOException {
    return new TestCentre(
        data, vertx -> Database.open(vertx, settings), 120_000, 120_000, System::nanoTime);
  }

  private TestCentre(
      Path data,
      Function<Vertx, Database> open,
      long greetingMillis,
      long silenceMillis,
      LongSupplier nanos)
      throws IOException {
    vertx = Vertx.vertx();
    database = open.apply(vertx);
    board = new LiveBoard(vertx, database, clock, ZONE);
    commands = new Commands(database, clock);
    if (database.query(sql -> sql.fetchCount(PARK)) == 0) {
      makePark();
    }
    ca = Ca.open(data.resolve("ca"), clock);
    enrolments = new Enrolments(database, ca, clock);
    link =
        new GateLink(
            vertx,
            database,
            ca,
            changeLog,
            enrolments,
            commands,
            board,
            new GateLinkSettings(
                "127.0.0.1", 0, data.resolve("snapshots"), ZONE, greetingMillis, silenceMillis),
            clock,
            new ListeningTime(nanos));
    commands.onChange(board::command);
    await(board.start());
    port = await(link.start());
  }

  private void makePark() {
    database.transact(
        tx -> {
          tx.insertInto(PARK)
              .set(PARK.ID, 1)
              .set(PARK.NAME_ZH, "云山")
              .set(PARK.NAME_EN, "Cloud Hill")
              .set(PARK.ZONE, ZONE.getId())
              .set(PARK.FINGERPRINT_KEY, new byte[16])
              .execute();
          tx.insertInto(
                  TICKET_KEY,
                  TICKET_KEY.ID,
                  TICKET_KEY.PRIVATE_KEY,
                  TICKET_KEY.PUBLIC_KEY,
                  TICKET_KEY.CREATED_AT)
              .values(0, new byte[32], new byte[32], Times.utc(clock.instant()))
              .execute();
          tx.insertInto(AREA, AREA.CODE, AREA.NAME_ZH, AREA.NAME_EN)
              .values("garden", "园", "Garden")
              .execute();
          tx.insertInto(
                  CHECK_POINT,
                  CHECK_POINT.CODE,
                  CHECK_POINT.NAME_ZH,
                  CHECK_POINT.NAME_EN,
                  CHECK_POINT.AREA_ID)
              .values("north", "北门", "North", 1)
              .execute();
          for (var code : List.of("N1", "N2")) {
            tx.insertInto(
                    GATE, GATE.CODE, GATE.NAME_ZH, GATE.NAME_EN, GATE.CHECK_POINT_ID, GATE.KIND)
                .values(code, code + "闸", "Gate " + code, 1, "TWO_WAY")
                .execute();
          }
          return null;
        });
  }

  /** An enrolment code for a gate. */
  public String code(String gate) {
    return await(enrolments.issue(gate, "admin", "127.0.0.1")).orElseThrow().code();
  }

  /** Enrols a gate. */
  public TestGate.Identity enrol(String gate) throws Exception {
    return TestGate.enrol(this, code(gate));
  }

  /** Enrols a gate, connects it and says Hello with an empty whitelist. */
  public TestGate gate(String gate) throws Exception {
    return TestGate.connect(this, enrol(gate)).hello(gate);
  }

  /** Connects N1, which is enrolled, with an empty whitelist. */
  public TestGate gate(TestGate.Identity enrolled) throws Exception {
    return gate(enrolled, new ChangeLog.Position(0, 0));
  }

  /** Connects N1, which is enrolled and says to have this whitelist. */
  public TestGate gate(TestGate.Identity enrolled, ChangeLog.Position whitelist) throws Exception {
    var gate = TestGate.connect(this, enrolled);
    gate.hello("N1", whitelist.version(), whitelist.hash());
    return gate;
  }

  /** Commits changes and tells the gates, as a sale does. */
  public long publish(Change... changes) {
    long version = database.transact(tx -> changeLog.append(tx, List.of(changes)));
    changeLog.published();
    return version;
  }

  public ChangeLog.Position position() {
    return database.query(ChangeLog::position);
  }

  public long count(String table) {
    return database.query(sql -> sql.fetchOne("select count(*) from " + table).get(0, Long.class));
  }

  public static Change right(long id) {
    return right(id, RightState.ACTIVE);
  }

  public static Change right(long id, RightState state) {
    return Change.newBuilder()
        .setPutRight(
            Right.newBuilder()
                .setId(id)
                .setTemplate(1)
                .setState(state)
                .setEntries(1)
                .setPeople(1)
                .addFingerprints(id * 31)
                .build()
                .toByteString())
        .build();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    await(link.stop());
    board.stop();
    database.close();
    await(vertx.close());
  }
}
