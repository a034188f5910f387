package org.shanmen.central.park;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** The park, its areas, check points and gates over HTTP. */
public final class ParkRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final ParkStore store = new ParkStore();
  private final GateStore gates = new GateStore();

  public ParkRoutes(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("getPark", call -> database.read(tx -> Reply.ok(ParkFace.json(tx))));
    operations.bind("changePark", this::changePark);
    operations.bind("getLogo", call -> database.read(tx -> Reply.ok(ParkFace.logo(tx))));
    operations.bind("setLogo", this::setLogo);
    operations.bind("removeLogo", this::removeLogo);
    operations.bind("listAreas", call -> list("areas", store::areas));
    operations.bind("listCheckPoints", call -> list("check_points", store::checkPoints));
    operations.bind("listGates", call -> list("gates", gates::all));
    operations.bind("createArea", call -> add(call, "area", store::addArea));
    operations.bind("changeArea", call -> change(call, "area", store::changeArea));
    operations.bind("removeArea", call -> remove(call, "area", PlaceRemoval::area));
    operations.bind("createCheckPoint", call -> add(call, "check-point", store::addCheckPoint));
    operations.bind(
        "changeCheckPoint", call -> change(call, "check-point", store::changeCheckPoint));
    operations.bind(
        "removeCheckPoint", call -> remove(call, "check-point", PlaceRemoval::checkPoint));
    operations.bind("createGate", this::addGate);
    operations.bind(
        "changeGate",
        call ->
            change(
                call, "gate", (tx, code, body) -> gates.change(tx, code, body, clock.instant())));
    operations.bind("removeGate", this::removeGate);
  }

  private Future<Reply> list(String key, Function<DSLContext, JsonArray> all) {
    return database.read(all).map(found -> Reply.ok(new JsonObject().put(key, found)));
  }

  private Future<Reply> changePark(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          var changed = ParkFace.change(tx, body);
          audit.write(tx, call.actor(), "park.change", "", body.encode());
          return Reply.ok(changed);
        });
  }

  private Future<Reply> setLogo(Call call) {
    return database.inTransaction(
        tx -> {
          var logo = ParkFace.setLogo(tx, call.body().getString("data"));
          audit.write(tx, call.actor(), "park.logo", "", logo.getString("type"));
          return Reply.ok(logo);
        });
  }

  private Future<Reply> removeLogo(Call call) {
    return database.inTransaction(
        tx -> {
          ParkFace.removeLogo(tx);
          audit.write(tx, call.actor(), "park.logo", "", "removed");
          return Reply.noContent();
        });
  }

  private interface Change {
    JsonObject apply(DSLContext tx, String code, JsonObject body);
  }

  private Future<Reply> change(Call call, String what, Change changing) {
    var body = call.body();
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          var changed = changing.apply(tx, code, body);
          audit.write(tx, call.actor(), what + ".change", code, body.encode());
          return Reply.ok(changed);
        });
  }

  private Future<Reply> remove(Call call, String what, BiConsumer<DSLContext, String> removing) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          removing.accept(tx, code);
          audit.write(tx, call.actor(), what + ".remove", code, "");
          return Reply.noContent();
        });
  }

  private Future<Reply> addGate(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          var gate = gates.add(tx, body, clock.instant());
          audit.write(tx, call.actor(), "gate.create", body.getString("code"), body.encode());
          return Reply.created(gate);
        });
  }

  private Future<Reply> removeGate(Call call) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          boolean kept = gates.remove(tx, code, clock.instant());
          audit.write(tx, call.actor(), "gate.remove", code, kept ? "its records are kept" : "");
          return Reply.ok(new JsonObject().put("code", code).put("records_kept", kept));
        });
  }

  private Future<Reply> add(Call call, String what, BiConsumer<DSLContext, JsonObject> adding) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          adding.accept(tx, body);
          audit.write(tx, call.actor(), what + ".create", body.getString("code"), body.encode());
          return Reply.created(body.copy());
        });
  }
}
