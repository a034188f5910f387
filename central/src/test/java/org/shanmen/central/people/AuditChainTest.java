package org.shanmen.central.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.AUDIT_CHAIN;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.TestClock;
import org.shanmen.central.gatelink.TestPostgres;
import org.shanmen.central.people.AuditFinding.Kind;
import org.shanmen.central.web.Actor;

class AuditChainTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Actor CLERK = new Actor("clerk", Set.of(), "10.0.0.7");

  private final TestClock clock = new TestClock();
  private final Audit audit = new Audit(clock);
  private Database database;

  @TempDir Path data;

  @BeforeEach
  void open() {
    database = TestPostgres.open(VERTX);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @AfterAll
  static void end() {
    VERTX.close().await();
  }

  @Test
  void whatWasLoggedIsChainedAndFoundWhole() {
    log(3);
    assertThat(verify().waiting()).isEqualTo(3);
    chain();
    var report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(3);
    assertThat(report.waiting()).isZero();
  }

  @Test
  void anEntryThatIsCommittedLateComesLaterInTheChain() {
    var late =
        database.transact(
            slow -> {
              audit.write(slow, CLERK, "ticket.refund", "late", "");
              log(1);
              chain();
              return slow.select(DSL.max(AUDIT.ID)).from(AUDIT).fetchSingle().value1();
            });
    chain();
    assertThat(ids()).hasSize(2).isNotEqualTo(ids().stream().sorted().toList());
    assertThat(late).isEqualTo(ids().get(0));
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void whatComesWhileItChainsIsLeftToTheNextTime() throws Exception {
    InstantSource whoeverAsksLogs =
        () -> {
          log(1);
          return clock.instant();
        };
    log(AuditChain.BATCH + 1);
    chainer(new AuditHeads(data), whoeverAsksLogs).chainAll().await(60, TimeUnit.SECONDS);
    var report = verify();
    assertThat(report.entries()).isGreaterThan(AuditChain.BATCH);
    assertThat(report.waiting()).isEqualTo(1);
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void manyWritersAndTwoChainersMakeOneChain() {
    var all = new ArrayList<CompletableFuture<?>>();
    for (int writer = 0; writer < 4; writer++) {
      all.add(CompletableFuture.runAsync(() -> IntStream.range(0, 50).forEach(i -> log(1))));
    }
    for (int chainer = 0; chainer < 2; chainer++) {
      all.add(CompletableFuture.runAsync(() -> IntStream.range(0, 40).forEach(i -> chain())));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    chain();
    var report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(200);
  }

  /** What somebody may do who has the database and puts its triggers to sleep. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update audit set actor = 'other' where id = 3                                  | CHANGED  | 3
          update audit set detail = 'x' where id = 3                                     | CHANGED  | 3
          update audit set subject = 'a' where id = 3                                    | CHANGED  | 3
          update audit set at = at + interval '1 microsecond' where id = 3               | BROKEN   | 3
          update audit set action = 'session.open' where id = 3                          | BROKEN   | 3
          delete from audit where id = 3                                                 | MISSING  | 3
          delete from audit where id = 3; delete from audit_chain where position = 3     | GAP      | 3
          update audit_chain set digest = sha256('x') where position = 3                 | CHANGED  | 3
          update audit_chain set hash = sha256('x') where position = 3                   | BROKEN   | 3
          update audit set salt = null, actor = 'erased' where id = 3                    | ERASED   | 3
          update audit set salt = null, erased_by = 4 where id = 3                       | ERASED   | 3
          insert into audit (at, actor, action, subject, detail, address) values (now(), 'clerk', 'x', '', '', '') | INSERTED | 0
          """)
  void whatIsChangedBehindTheLogsBackIsFound(String sql, Kind kind, long position) {
    log(5);
    chain();
    tamper(sql);
    var report = verify();
    assertThat(report.findings()).isNotEmpty();
    assertThat(report.findings().get(0).kind()).isEqualTo(kind);
    assertThat(report.findings().get(0).position()).isEqualTo(position);
    assertThat(report.findings().get(0).zh()).isNotBlank();
  }

  @Test
  void anEndThatWasCutOffIsFoundByTheHeadThatWasKept() throws Exception {
    log(5);
    var head = chain();
    new AuditHeads(data).note(LocalDate.of(2026, 5, 1), head);
    tamper("delete from audit where id > 3; delete from audit_chain where position > 3");
    assertThat(verify().findings()).as("without the head nobody can tell").isEmpty();
    var report = verify(new AuditHeads(data).read());
    assertThat(report.findings()).containsExactly(new AuditFinding(Kind.CUT, 5, 0));
  }

  @Test
  void aChainThatWasMadeAnewIsFoundByTheHeadThatWasKept() throws Exception {
    log(5);
    new AuditHeads(data).note(LocalDate.of(2026, 5, 1), chain());
    tamper(
        "update audit set detail = 'x' where id = 2; delete from audit_chain;"
            + " insert into audit_pending select id from audit");
    chain();
    assertThat(verify().findings()).isEmpty();
    assertThat(verify(new AuditHeads(data).read()).findings())
        .extracting(AuditFinding::kind)
        .containsExactly(Kind.CUT);
  }

  @Test
  void anEntryThatIsTakenAwayBeforeItIsChainedIsMissed() {
    log(2);
    tamper("delete from audit where id = 1");
    chain();
    assertThat(verify().findings()).containsExactly(new AuditFinding(Kind.MISSING, 0, 1));
  }

  @Test
  void theDatabaseItselfLetsNobodyChangeTheLog() {
    log(2);
    chain();
    for (String sql :
        new String[] {
          "update audit set detail = 'x'",
          "delete from audit",
          "update audit_chain set hash = digest",
          "delete from audit_chain",
          "update audit set salt = null, erased_by = 2, action = 'x' where id = 1"
        }) {
      assertThatThrownBy(() -> database.transact(tx -> tx.execute(sql)))
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("only added to");
    }
  }

  @Test
  void erasedTextsLeaveTheChainWholeAndAreToldOf() {
    log(3);
    chain();
    int erased =
        database.transact(
            tx -> audit.erase(tx, Actor.SYSTEM, AUDIT.ID.le(2L), "kept for three years"));
    assertThat(erased).isEqualTo(2);
    assertThat(verify().findings()).as("while its own entry waits").isEmpty();
    chain();
    var report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.erased()).isEqualTo(2);
    var texts =
        database.query(
            sql ->
                sql.select(AUDIT.SUBJECT)
                    .from(AUDIT)
                    .where(AUDIT.ID.le(2L))
                    .fetchSet(AUDIT.SUBJECT));
    assertThat(texts).containsExactly("");
  }

  @Test
  void theChainerTellsTheHeadOfEachDayAndGoesOnAfterARestart() throws Exception {
    var heads = new AuditHeads(data);
    log(2);
    chainer(heads).stop().await();
    log(1);
    chainer(heads).chainAll().await();
    assertThat(heads.read()).containsOnlyKeys(3L);
    clock.advance(java.time.Duration.ofDays(1));
    log(1);
    chainer(heads).chainAll().await();
    assertThat(heads.read()).containsOnlyKeys(3L, 4L);
    assertThat(Files.readAllLines(data.resolve(AuditHeads.FILE))).hasSize(2);
    assertThat(verify(heads.read()).findings()).isEmpty();
  }

  private AuditChainer chainer(AuditHeads heads) {
    return chainer(heads, clock);
  }

  private AuditChainer chainer(AuditHeads heads, InstantSource told) {
    return new AuditChainer(VERTX, database, heads, told, java.time.ZoneId.of("Asia/Shanghai"));
  }

  private void log(int entries) {
    for (int i = 0; i < entries; i++) {
      database.transact(
          tx -> {
            audit.write(tx, CLERK, "ticket.refund", "T", "成人票 12000 fen");
            return null;
          });
    }
  }

  private AuditChain.Head chain() {
    return database
        .transact(AuditChain::append)
        .map(AuditChain.Appended::end)
        .orElseGet(() -> database.query(AuditChain::head));
  }

  private void tamper(String sql) {
    database.transact(tx -> tx.execute("set local session_replication_role = replica; " + sql));
  }

  private AuditVerification.Report verify() {
    return verify(Map.of());
  }

  private AuditVerification.Report verify(Map<Long, byte[]> noted) {
    return database.transact(tx -> new AuditVerification(noted).run(tx));
  }

  private java.util.List<Long> ids() {
    return database.query(
        sql ->
            sql.select(AUDIT_CHAIN.AUDIT_ID)
                .from(AUDIT_CHAIN)
                .orderBy(AUDIT_CHAIN.POSITION)
                .fetch(AUDIT_CHAIN.AUDIT_ID));
  }
}
