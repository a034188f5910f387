package org.shanmen.central.park;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Operating units, sales points and windows over HTTP. */
public final class SalesPlaceRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final SalesPlaces store = new SalesPlaces();

  public SalesPlaceRoutes(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listUnits", call -> list("units", store::units));
    operations.bind("createUnit", call -> add(call, "unit", store::addUnit));
    operations.bind("changeUnit", call -> change(call, "unit", store::changeUnit));
    operations.bind("removeUnit", call -> remove(call, "unit", PlaceRemoval::unit));
    operations.bind("listSalesPoints", call -> list("sales_points", store::points));
    operations.bind("createSalesPoint", call -> add(call, "sales-point", store::addPoint));
    operations.bind("changeSalesPoint", call -> change(call, "sales-point", store::changePoint));
    operations.bind("removeSalesPoint", call -> remove(call, "sales-point", PlaceRemoval::point));
    operations.bind("listWindows", call -> list("windows", store::windows));
    operations.bind("createWindow", call -> add(call, "window", store::addWindow));
    operations.bind("changeWindow", call -> change(call, "window", store::changeWindow));
    operations.bind("removeWindow", call -> remove(call, "window", PlaceRemoval::window));
  }

  private Future<Reply> list(String key, Function<DSLContext, JsonArray> all) {
    return database.read(all).map(found -> Reply.ok(new JsonObject().put(key, found)));
  }

  private Future<Reply> add(
      Call call, String what, BiFunction<DSLContext, JsonObject, JsonObject> adding) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          var added = adding.apply(tx, body);
          audit.write(tx, call.actor(), what + ".create", body.getString("code"), body.encode());
          return Reply.created(added);
        });
  }

  private Future<Reply> remove(Call call, String what, BiConsumer<DSLContext, String> removal) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          removal.accept(tx, code);
          audit.write(tx, call.actor(), what + ".remove", code, "");
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
}
