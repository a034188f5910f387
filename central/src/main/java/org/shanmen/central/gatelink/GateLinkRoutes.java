package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AUDIT;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.Commands.Action;
import org.shanmen.central.gatelink.Commands.Scope;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.MetricsText;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** The part of the REST interface that is about gates at work. */
public final class GateLinkRoutes implements Routes, MetricsText.Source {
  private static final int LISTED_COMMANDS = 100;

  private final Database database;
  private final GateLink link;
  private final Enrolments enrolments;
  private final Commands commands;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Function<String, JsonArray> qr;

  /**
   * @param zone the park's
   * @param qr the modules of a text's QR code, a string for each row
   */
  public GateLinkRoutes(
      Database database,
      GateLink link,
      Enrolments enrolments,
      Commands commands,
      InstantSource clock,
      ZoneId zone,
      Function<String, JsonArray> qr) {
    this.database = database;
    this.link = link;
    this.enrolments = enrolments;
    this.commands = commands;
    this.clock = clock;
    this.zone = zone;
    this.qr = qr;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("enrolGate", this::enrol);
    operations.bind("revokeGate", this::revoke);
    operations.bind("listEvents", this::events);
    operations.bind("getStats", this::stats);
    operations.bind("issueCommands", this::issue);
    operations.bind("listCommands", this::list);
    operations.bind("listDuplicates", this::duplicates);
    operations.bind("seeDuplicate", this::seeDuplicate);
    operations.bind("listClaims", this::claims);
    operations.bind("endClaim", this::endClaim);
    operations.bind("setPeopleInside", this::setPeopleInside);
  }

  @Override
  public void write(MetricsText out) {
    var sales = link.saleToGate().summary();
    out.metric("shanmen_gates_connected", "gauge", "Gates with a greeted connection.")
        .sample("shanmen_gates_connected", link.connected())
        .metric("shanmen_whitelist_version", "gauge", "Version that gates are brought to.")
        .sample("shanmen_whitelist_version", link.whitelistVersion())
        .metric("shanmen_events_stored_total", "counter", "Events stored since the start.")
        .sample("shanmen_events_stored_total", link.storedEvents())
        .metric("shanmen_enrolment_guesses_total", "counter", "Wrong enrolment codes.")
        .sample("shanmen_enrolment_guesses_total", enrolments.wrongCodes())
        .metric(
            "shanmen_sale_to_gate_seconds",
            "summary",
            "From the commit of a change to a connected gate's confirmation.")
        .sample("shanmen_sale_to_gate_seconds", sales.p50() / 1000, "quantile", "0.5")
        .sample("shanmen_sale_to_gate_seconds", sales.p99() / 1000, "quantile", "0.99")
        .sample("shanmen_sale_to_gate_seconds", sales.max() / 1000, "quantile", "1")
        .sample("shanmen_sale_to_gate_seconds_sum", sales.sum() / 1000)
        .sample("shanmen_sale_to_gate_seconds_count", sales.count());
  }

  /** A command as the API and the live stream tell it. */
  public static JsonObject json(CommandState state) {
    return new JsonObject()
        .put("id", state.id().toString())
        .put("batch", state.batch().toString())
        .put("gate", state.gate())
        .put("action", state.action())
        .put("direction", state.direction())
        .put("issuer", state.issuer())
        .put("outcome", state.outcome())
        .put("answer", state.answer())
        .put("issued_at", state.issuedAt().toString())
        .put("expires_at", state.expiresAt().toString());
  }

  private Future<Reply> enrol(Call call) {
    String gate = call.path("code");
    return enrolments
        .issue(gate, call.actor().name(), call.actor().address())
        .map(
            code -> {
              if (code.isEmpty()) {
                throw Refused.notFound("没有闸机 " + gate, "there is no gate " + gate);
              }
              return Reply.created(
                  new JsonObject()
                      .put("code", code.get().code())
                      .put("modules", qr.apply(code.get().code()))
                      .put("expires_at", code.get().expiresAt().toString()));
            });
  }

  private Future<Reply> revoke(Call call) {
    String gate = call.path("code");
    return link.revoke(gate, call.actor().name(), call.actor().address())
        .map(
            found -> {
              if (!found) {
                throw Refused.notFound("没有闸机 " + gate, "there is no gate " + gate);
              }
              return Reply.noContent();
            });
  }

  private Future<Reply> events(Call call) {
    return database
        .read(
            sql ->
                Statistics.events(
                    sql,
                    call.query("gate"),
                    call.query("after", 0),
                    (int) call.query("limit", 100)))
        .map(Reply::ok);
  }

  private Future<Reply> stats(Call call) {
    var sales = link.saleToGate().summary();
    return database
        .read(
            sql ->
                new JsonObject()
                    .put("gates", Statistics.gates(sql))
                    .put(
                        "sale_to_gate_ms",
                        new JsonObject()
                            .put("count", sales.count())
                            .put("p50", sales.p50())
                            .put("p99", sales.p99())
                            .put("max", sales.max()))
                    .put(
                        "hours", Statistics.hours(sql, LocalDate.ofInstant(clock.instant(), zone))))
        .map(Reply::ok);
  }

  private Future<Reply> issue(Call call) {
    var body = call.body();
    var action = Action.of(body.getString("action")).orElseThrow();
    var direction = Optional.ofNullable(body.getString("direction"));
    if (direction.isPresent() && action != Action.OPEN_ONCE) {
      throw Refused.unprocessable("只有 open-once 需要方向", "only open-once has a direction");
    }
    if (action.ofOneGate() && !body.getJsonObject("scope").getString("kind").equals("gate")) {
      throw Refused.unprocessable(
          action.text() + " 只能发给一台闸机", action.text() + " is for one gate only");
    }
    return commands
        .issue(
            scope(body.getJsonObject("scope")),
            new Commands.Order(action, direction, holding(body, action)),
            call.actor().name(),
            call.actor().address())
        .map(
            batch -> {
              if (batch.isEmpty()) {
                throw Refused.notFound("该范围内没有闸机", "there is no gate in this scope");
              }
              return Reply.accepted(
                  new JsonObject()
                      .put("batch", batch.get().id().toString())
                      .put("commands", array(batch.get().commands())));
            });
  }

  /** Whom the member of staff saw on the board when he answered. */
  private static Optional<Holding> holding(JsonObject body, Action action) {
    var named = Optional.ofNullable(body.getString("holding_id")).flatMap(Holding::of);
    if (action.ofOneVisitor() && named.isEmpty()) {
      throw Refused.unprocessable(
          action.text() + " 需要 holding_id（取自闸机状态），以免误放下一位游客",
          action.text()
              + " needs the holding_id that the gate's state shows, so that it does not reach the"
              + " next visitor");
    }
    if (!action.ofOneVisitor() && body.containsKey("holding_id")) {
      throw Refused.unprocessable(
          "只有 confirm-accept 和 confirm-reject 带 holding_id",
          "only confirm-accept and confirm-reject have a holding_id");
    }
    return named;
  }

  private static Scope scope(JsonObject scope) {
    String kind = scope.getString("kind");
    String code = scope.getString("code");
    if (kind.equals("park") != (code == null)) {
      throw Refused.unprocessable(
          "范围 park 不带 code,其他范围必须带 code", "a code belongs to gate and check_point, not to park");
    }
    return switch (kind) {
      case "gate" -> new Scope.OneGate(code);
      case "check_point" -> new Scope.CheckPoint(code);
      default -> new Scope.WholePark();
    };
  }

  private Future<Reply> list(Call call) {
    var listed =
        call.query("batch")
            .map(batch -> commands.ofBatch(uuid(batch)))
            .orElseGet(() -> commands.latest(LISTED_COMMANDS));
    return listed.map(states -> Reply.ok(new JsonObject().put("commands", array(states))));
  }

  private Future<Reply> duplicates(Call call) {
    int limit = (int) call.query("limit", 100);
    return database
        .read(
            sql ->
                call.isSet("unseen") ? Duplicates.unseen(sql, limit) : Duplicates.list(sql, limit))
        .map(list -> Reply.ok(new JsonObject().put("duplicates", list)));
  }

  private Future<Reply> seeDuplicate(Call call) {
    String id = call.path("id");
    return database.inTransaction(
        tx -> {
          var now = clock.instant();
          if (!Duplicates.seen(tx, Long.parseLong(id), call.actor().name(), now)) {
            throw Refused.notFound(
                "没有待处理的重复入园 " + id, "there is no duplicate " + id + " that nobody has seen");
          }
          return Reply.noContent();
        });
  }

  private Future<Reply> claims(Call call) {
    return database
        .read(sql -> new JsonObject().put("claims", StandingClaims.list(sql)))
        .map(Reply::ok);
  }

  private Future<Reply> endClaim(Call call) {
    String right = call.path("right");
    var actor = call.actor();
    return database.inTransaction(
        tx -> {
          if (!StandingClaims.end(
              tx, Long.parseLong(right), clock.instant(), actor.name(), actor.address())) {
            throw Refused.notFound("没有闸机占用票权 " + right, "no gate has a claim on right " + right);
          }
          return Reply.noContent();
        });
  }

  private Future<Reply> setPeopleInside(Call call) {
    String area = call.path("code");
    int inside = call.body().getInteger("inside");
    var now = clock.instant();
    return database
        .inTransaction(
            tx -> {
              if (!AreaLoad.correct(tx, area, inside, LocalDateTime.ofInstant(now, zone))) {
                throw Refused.notFound("没有景点 " + area, "there is no area " + area);
              }
              tx.insertInto(AUDIT)
                  .set(AUDIT.AT, Times.utc(now))
                  .set(AUDIT.ACTOR, call.actor().name())
                  .set(AUDIT.ACTION, "area.inside")
                  .set(AUDIT.SUBJECT, area)
                  .set(AUDIT.DETAIL, inside + " people")
                  .set(AUDIT.ADDRESS, call.actor().address())
                  .execute();
              return Reply.ok(new JsonObject().put("area", area).put("inside", inside));
            })
        .onSuccess(reply -> link.areasChanged());
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Refused.badRequest("batch 不是有效的 UUID", "batch is no UUID");
    }
  }

  private static JsonArray array(List<CommandState> states) {
    var array = new JsonArray();
    states.forEach(state -> array.add(json(state)));
    return array;
  }
}
