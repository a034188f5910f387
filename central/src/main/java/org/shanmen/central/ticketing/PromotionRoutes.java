package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonObject;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Promotions over HTTP. */
public final class PromotionRoutes implements Routes {
  private final Database database;
  private final Audit audit;

  public PromotionRoutes(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind(
        "listPromotions",
        call ->
            database.read(
                tx -> Reply.ok(new JsonObject().put("promotions", PromotionStore.list(tx)))));
    operations.bind(
        "createPromotion",
        call ->
            database.inTransaction(
                tx -> {
                  var added = PromotionStore.add(tx, call.body());
                  audit.write(
                      tx,
                      call.actor(),
                      "promotion.create",
                      added.getString("code"),
                      call.body().encode());
                  return Reply.created(added);
                }));
    operations.bind(
        "changePromotion",
        call ->
            database.inTransaction(
                tx -> {
                  var changed = PromotionStore.change(tx, call.path("code"), call.body());
                  audit.write(
                      tx,
                      call.actor(),
                      "promotion.change",
                      call.path("code"),
                      call.body().encode());
                  return Reply.ok(changed);
                }));
  }
}
