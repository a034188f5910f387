package org.shanmen.central.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.gatelink.Commands;
import org.shanmen.central.gatelink.Passes;
import org.shanmen.central.gatelink.TestCentre;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

class LiveBoardTest {
  @TempDir Path temp;
  private TestCentre centre;
  private final CountDownLatch browserGone = new CountDownLatch(1);
  private final AtomicBoolean loggedIn = new AtomicBoolean(true);
  private int httpPort;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    var router = Router.router(centre.vertx);
    router
        .get("/live")
        .handler(
            context ->
                new LiveStream(
                        centre.vertx,
                        centre.board,
                        context.response(),
                        loggedIn::get,
                        browserGone::countDown)
                    .begin(centre.board.whole()));
    httpPort =
        TestCentre.await(
                centre.vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"))
            .actualPort();
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void aBrowserSeesAGateComeDecideCountAndGo() throws Exception {
    try (var browser = new Browser(httpPort)) {
      var board = browser.await("board", data -> true);
      assertThat(board.getJsonObject("park").getString("name_zh")).isEqualTo("云山");
      assertThat(board.getJsonArray("gates")).hasSize(2);
      var first = board.getJsonArray("gates").getJsonObject(0);
      assertThat(first.getString("code")).isEqualTo("N1");
      assertThat(first.getString("link")).isEqualTo("never");
      assertThat(first.getString("area")).isEqualTo("garden");

      try (var gate = centre.gate("N1")) {
        browser.gate("N1", data -> data.getString("link").equals("up"));
        gate.send(
            Envelope.newBuilder()
                .setHeartbeat(
                    Heartbeat.newBuilder()
                        .setMode(LaneMode.CONTROLLED)
                        .setFire(true)
                        .setFree(true)
                        .setLamp(LampColour.LAMP_GREEN)
                        .addAlarms("FIRE")
                        .setSoftware("0.1")));
        var fire = browser.gate("N1", data -> data.getBoolean("fire"));
        assertThat(fire.getString("mode")).isEqualTo("CONTROLLED");
        assertThat(fire.getString("lamp")).isEqualTo("green");
        assertThat(fire.getJsonArray("alarms").getString(0)).isEqualTo("FIRE");
        gate.sendEvents(
            event(1, EventKind.REFUSED).setReason(Reason.EXPIRED).build(),
            event(2, EventKind.FREE_PASS).setDirection(Direction.IN).setPeople(1).build(),
            event(3, EventKind.FREE_PASS).setDirection(Direction.OUT).setPeople(1).build(),
            event(4, EventKind.FREE_PASS).setDirection(Direction.IN).setPeople(1).build());
        var counted = browser.gate("N1", data -> data.getLong("passed_in") == 2);
        assertThat(counted.getLong("passed_out")).isEqualTo(1);
        assertThat(counted.getJsonObject("last").getString("reason")).isEqualTo("EXPIRED");
        browser.await(
            "totals", data -> data.getLong("in_today") == 2 && data.getLong("inside") == 1);
        TestCentre.await(
            centre.commands.issue(
                new Commands.Scope.OneGate("N1"),
                Commands.Order.of(Commands.Action.RELEASE_FIRE),
                "li",
                ""));
        assertThat(browser.await("command", data -> true).getString("action"))
            .isEqualTo("release-fire");
      }
      browser.gate("N1", data -> data.getString("link").equals("down"));
    }
    assertThat(browserGone.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private Event.Builder event(long sequence, EventKind kind) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(sequence)
        .setKind(kind)
        .setAtMillis(centre.clock.millis());
  }

  @Test
  void whoWaitsForAnAttendantIsShownWithHisTicket() throws Exception {
    ticketOfAType();
    try (var browser = new Browser(httpPort);
        var gate = centre.gate("N1")) {
      var before = browser.gate("N1", data -> data.getString("link").equals("up"));
      assertThat(before.getBoolean("holding")).isFalse();
      assertThat(before.getJsonObject("held")).isNull();
      assertThat(before.getString("holding_id")).isNull();
      gate.send(
          Envelope.newBuilder()
              .setHeartbeat(
                  Heartbeat.newBuilder().setHolding(true).setHeldRight(1).setHeldNumber(5001)));
      var held = browser.gate("N1", data -> data.getJsonObject("held") != null);
      assertThat(held.getBoolean("holding")).isTrue();
      assertThat(held.getJsonObject("held").getString("ticket")).isEqualTo("S-7-1");
      assertThat(held.getJsonObject("held").getString("ticket_type_zh")).isEqualTo("优待票");
      assertThat(held.getString("holding_id")).isEqualTo("0000000000000001-5001");
      gate.send(
          Envelope.newBuilder()
              .setHeartbeat(
                  Heartbeat.newBuilder().setHolding(true).setHeldRight(1).setHeldNumber(5002)));
      browser.gate("N1", data -> "0000000000000001-5002".equals(data.getString("holding_id")));
      gate.send(Envelope.newBuilder().setHeartbeat(Heartbeat.newBuilder()));
      var after = browser.gate("N1", data -> !data.getBoolean("holding"));
      assertThat(after.getJsonObject("held")).isNull();
    }
  }

  @Test
  void aTypeThatIsCalledOtherwiseIsShownSo() throws Exception {
    ticketOfAType();
    try (var browser = new Browser(httpPort);
        var gate = centre.gate("N1");
        var other = centre.gate("N2")) {
      gate.sendEvents(event(1, EventKind.REFUSED).setReason(Reason.EXPIRED).setTemplate(1).build());
      browser.gate("N1", data -> "优待票".equals(lastType(data)));
      centre.database.transact(tx -> tx.execute("update ticket_type set name_zh = '半价票'"));
      other.sendEvents(event(1, EventKind.REFUSED).setReason(Reason.EXPIRED).build());
      browser.gate("N1", data -> "半价票".equals(lastType(data)));
    }
  }

  private static String lastType(JsonObject gate) {
    var last = gate.getJsonObject("last");
    return last == null ? null : last.getString("ticket_type_zh");
  }

  private void ticketOfAType() {
    centre.database.transact(
        tx ->
            tx.execute(
                """
                insert into ticket_type (code, name_zh, name_en, kind, price_fen, valid_days, entries, entries_per_day,
                    minutes_between, open_from_minute, open_until_minute, max_people, code_form)
                  values ('half', '优待票', 'Concession', 'CONCESSION', 5000, 1, 1, 0, 0, 0, 0, 1, 'OPAQUE');
                insert into ticket (number, ticket_type_id, state, price_fen, people, entries, valid_from, valid_until)
                  values ('S-7-1', 1, 'ACTIVE', 5000, 1, 1, now(), now());
                """));
  }

  @Test
  void peopleInsideAreShownByArea() throws Exception {
    centre.database.transact(
        tx -> tx.execute("update area set capacity = 1, warning_percent = 50"));
    try (var browser = new Browser(httpPort);
        var gate = centre.gate("N1")) {
      gate.sendEvents(
          event(1, EventKind.FREE_PASS).setDirection(Direction.IN).setPeople(1).build());
      var totals =
          browser.await(
              "totals",
              data ->
                  !data.getJsonArray("areas").isEmpty()
                      && data.getJsonArray("areas").getJsonObject(0).getBoolean("full"));
      var area = totals.getJsonArray("areas").getJsonObject(0);
      assertThat(area.getString("code")).isEqualTo("garden");
      assertThat(area.getInteger("capacity")).isEqualTo(1);
      assertThat(area.getBoolean("filling")).isTrue();
      assertThat(area.getLong("inside")).isEqualTo(1);
      gate.sendEvents(
          event(2, EventKind.FREE_PASS).setDirection(Direction.OUT).setPeople(1).build(),
          event(3, EventKind.FREE_PASS).setDirection(Direction.OUT).setPeople(1).build());
      // Who came before midnight leaves, too.
      browser.await(
          "totals", data -> data.getLong("out_today") == 2 && data.getLong("inside") == 0);
    }
  }

  @Test
  void aGateSaysThatItsCertificateWasTakenBackAndGoesWhenItIsTakenOut() throws Exception {
    try (var browser = new Browser(httpPort)) {
      try (var gate = centre.gate("N1")) {
        browser.gate("N1", data -> data.getString("link").equals("up"));
        centre.database.transact(
            tx -> tx.execute("update gate set certificate_serial = null where code = 'N1'"));
        gate.await(Envelope.BodyCase.REFUSAL);
      }
      TestCentre.await(centre.board.current());
      browser.gate("N1", data -> data.getString("link").equals("revoked"));
      centre.database.transact(
          tx -> tx.execute("update gate set retired_at = now() where code = 'N1'"));
      assertThat(TestCentre.await(centre.board.current()).board().getJsonArray("gates")).hasSize(1);
      assertThat(browser.await("gone", data -> true).getString("code")).isEqualTo("N1");
    }
  }

  @Test
  void whatDidNotChangeIsNotToldAgain() throws Exception {
    try (var gate = centre.gate("N1")) {
      var still = Envelope.newBuilder().setHeartbeat(Heartbeat.newBuilder().setSoftware("1"));
      gate.send(still.clone());
      gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      TestCentre.await(centre.board.current());
      long seen = centre.board.revision();
      gate.send(still.clone());
      gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      TestCentre.await(centre.board.current());
      assertThat(centre.board.since(seen).gates()).isEmpty();
      assertThat(centre.board.since(seen).totals()).isEmpty();
    }
  }

  @Test
  void aStreamEndsWithItsSession() throws Exception {
    try (var browser = new Browser(httpPort)) {
      browser.await("board", data -> true);
      loggedIn.set(false);
      assertThatThrownBy(() -> browser.await("never", data -> true))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("the stream ended");
      assertThat(browserGone.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aRestartedCentreKnowsWhatHappenedLast() throws Exception {
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(
          event(1, EventKind.ADMITTED).setPeople(1).build(),
          event(2, EventKind.REFUSED).setReason(Reason.EXPIRED).build(),
          event(3, EventKind.PASSED).setDirection(Direction.IN).setPeople(1).build());
      gate.await(Envelope.BodyCase.EVENTS_ACK);
    }
    var restarted = new LiveBoard(centre.vertx, centre.database, centre.clock, TestCentre.ZONE);
    TestCentre.await(restarted.start());
    var gates = restarted.whole().board().getJsonArray("gates");
    restarted.stop();
    var last = gates.getJsonObject(0).getJsonObject("last");
    assertThat(last.getString("kind")).isEqualTo("REFUSED");
    assertThat(last.getString("reason")).isEqualTo("EXPIRED");
    assertThat(last.getString("at")).isEqualTo(centre.clock.instant().toString());
    assertThat(gates.getJsonObject(1).getJsonObject("last")).isNull();
  }

  @Test
  void aSlowReadingDoesNotBringBackWhatWasBefore() {
    centre.board.take(1_000_001, tables("now"));
    centre.board.take(1_000_000, tables("before"));
    assertThat(centre.board.whole().board().getJsonObject("park").getString("name_en"))
        .isEqualTo("now");
  }

  private static BoardTables tables(String park) {
    return new BoardTables(
        new JsonObject().put("name_en", park),
        Map.of(),
        Map.of(),
        new Passes(),
        Map.of(),
        Map.of(),
        false);
  }

  /** Reads a stream of events as a browser does. */
  private static final class Browser implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Browser(int port) throws Exception {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    JsonObject gate(String code, Predicate<JsonObject> state) throws Exception {
      return await("gate", data -> data.getString("code").equals(code) && state.test(data));
    }

    JsonObject await(String event, Predicate<JsonObject> which) throws Exception {
      String name = "";
      // A chunk of no bytes is the end.
      for (String line = lines.readLine();
          line != null && !line.equals("0");
          line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ") && name.equals(event)) {
          var data = new JsonObject(line.substring("data: ".length()));
          if (which.test(data)) {
            return data;
          }
        }
      }
      throw new AssertionError("the stream ended before " + event);
    }

    @Override
    public void close() throws Exception {
      socket.close();
    }
  }
}
