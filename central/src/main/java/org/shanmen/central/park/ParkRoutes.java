package org.shanmen.central.park;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
  private final ParkStore store = new ParkStore();

  public ParkRoutes(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
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
    operations.bind("listGates", call -> list("gates", store::gates));
    operations.bind("createArea", call -> add(call, "area", store::addArea));
    operations.bind("changeArea", this::changeArea);
    operations.bind("createCheckPoint", call -> add(call, "check-point", store::addCheckPoint));
    operations.bind("changeCheckPoint", this::changeCheckPoint);
    operations.bind("removeCheckPoint", this::removeCheckPoint);
    operations.bind(
        "createGate",
        call ->
            add(call, "gate", store::addGate)
                .map(
                    reply -> {
                      reply.body().put("enrolled", false);
                      return reply;
                    }));
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

  private Future<Reply> changeArea(Call call) {
    var body = call.body();
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          var area = store.changeArea(tx, code, body);
          audit.write(tx, call.actor(), "area.change", code, body.encode());
          return Reply.ok(area);
        });
  }

  private Future<Reply> changeCheckPoint(Call call) {
    var body = call.body();
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          var checkPoint = store.changeCheckPoint(tx, code, body);
          audit.write(tx, call.actor(), "check-point.change", code, body.encode());
          return Reply.ok(checkPoint);
        });
  }

  private Future<Reply> removeCheckPoint(Call call) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          PlaceRemoval.checkPoint(tx, code);
          audit.write(tx, call.actor(), "check-point.remove", code, "");
          return Reply.noContent();
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
