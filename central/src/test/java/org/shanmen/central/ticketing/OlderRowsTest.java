package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.Vertx;
import java.sql.DriverManager;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.gatelink.TestPostgres;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/** A park that has sold tickets before there were all these rules. */
class OlderRowsTest {
  private static final String OLD_PARK =
      """
      insert into person (name, display_name, password_hash, roles, created_at)
        values ('clerk', 'Clerk', '', 'clerk', now());
      insert into area (code, name_zh, name_en) values ('garden', '园', 'Garden');
      insert into ticket_type (code, name_zh, name_en, kind, price_fen, valid_days, entries, entries_per_day, minutes_between,
          open_from_minute, open_until_minute, max_people, code_form)
        values ('card', '次卡', 'Ten', 'COUNT_CARD', 9900, 365, 10, 2, 30, 480, 1080, 1, 'OPAQUE');
      insert into ticket_type_area values (1, 1);
      insert into sale (number, sold_at, sold_by, total_fen, payment) values ('S-1', now(), 1, 9900, 'CASH');
      insert into ticket (number, sale_id, ticket_type_id, state, price_fen, people, entries, valid_from, valid_until)
        values ('S-1-1', 1, 1, 'ACTIVE', 9900, 1, 10, '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
               ('S-1-2', 1, 1, 'REVOKED', 9900, 1, 10, '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
      insert into credential (ticket_id, kind, value, fingerprint) values (1, 'CARD', '04A1', 77);
      insert into check_point (code, name_zh, name_en, area_id)
        values ('north', '北门', 'North', 1), ('south', '南门', 'South', 1);
      insert into gate (code, name_zh, name_en, check_point_id, kind) values ('S1', '南1', 'S1', 2, 'ENTRY');
      insert into gate_count (gate_id, day, hour, what, people) values (1, '2026-01-01', 9, 'PASSED:IN', 3);
      """;

  @Test
  void keepWhatTheyMeantByteForByte() throws Exception {
    var settings = newDatabase();
    Flyway.configure()
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/migration")
        .target("2")
        .load()
        .migrate();
    try (var connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        var statement = connection.createStatement()) {
      statement.execute(OLD_PARK);
    }
    var vertx = Vertx.vertx();
    try (var database = Database.open(vertx, settings)) {
      var type = database.query(sql -> new TicketTypeStore().all(sql)).get(0);
      var template =
          TicketTemplate.newBuilder()
              .setId(1)
              .setKind(TicketKind.COUNT_CARD)
              .setNameZh("次卡")
              .setNameEn("Ten")
              .addAreas(1)
              .setOpenFromMinute(480)
              .setOpenUntilMinute(1080)
              .setEntriesPerDay(2)
              .setMinutesBetween(30)
              .build();
      assertThat(type.putTemplate().getPutTemplate()).isEqualTo(template.toByteString());
      var rights = database.query(sql -> Rights.changes(sql, List.of(1L, 2L)));
      var right =
          Right.newBuilder()
              .setId(1)
              .setTemplate(1)
              .setState(RightState.ACTIVE)
              .setValidFrom(1767225600)
              .setValidUntil(1769904000)
              .setEntries(10)
              .setPeople(1)
              .addFingerprints(77);
      assertThat(rights.get(0).getPutRight()).isEqualTo(right.build().toByteString());
      assertThat(Right.parseFrom(rights.get(1).getPutRight()).getState())
          .isEqualTo(RightState.RIGHT_REVOKED);
      assertThat(database.<Integer>query(sql -> sql.fetchCount(TICKET))).isEqualTo(2);
      assertThat(
              database.<Integer>query(
                  sql ->
                      sql.select(GATE_COUNT.CHECK_POINT_ID)
                          .from(GATE_COUNT)
                          .fetchSingle(0, int.class)))
          .as("passes stay where the gate stood")
          .isEqualTo(2);
    } finally {
      vertx.close().await();
    }
  }

  private static DatabaseSettings newDatabase() throws Exception {
    var shared = TestPostgres.settings();
    try (var connection =
            DriverManager.getConnection(shared.url(), shared.user(), shared.password());
        var statement = connection.createStatement()) {
      statement.execute("create database older_rows");
    }
    int slash = shared.url().lastIndexOf('/');
    int query = shared.url().indexOf('?', slash);
    String rest = query < 0 ? "" : shared.url().substring(query);
    return new DatabaseSettings(
        shared.url().substring(0, slash) + "/older_rows" + rest, shared.user(), shared.password());
  }
}
