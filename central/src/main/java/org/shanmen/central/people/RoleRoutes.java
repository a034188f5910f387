package org.shanmen.central.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.shanmen.central.db.Database;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Permission;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Role;
import org.shanmen.central.web.Routes;
import org.shanmen.central.web.Sessions;

/** Roles and what they permit over HTTP. */
public final class RoleRoutes implements Routes {
  private final Database database;
  private final Sessions sessions;
  private final Audit audit;
  private final List<Permission> permissions;
  private final RoleStore store = new RoleStore();

  /**
   * @param permissions of all operations
   */
  public RoleRoutes(
      Database database, Sessions sessions, Audit audit, List<Permission> permissions) {
    this.database = database;
    this.sessions = sessions;
    this.audit = audit;
    this.permissions = List.copyOf(permissions);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listRoles", call -> list());
    operations.bind("createRole", this::create);
    operations.bind("changeRole", this::change);
    operations.bind("removeRole", this::remove);
  }

  private Future<Reply> list() {
    return database
        .read(store::all)
        .map(
            custom ->
                Reply.ok(
                    new JsonObject()
                        .put("built_in", builtIn())
                        .put("custom", custom)
                        .put("operations", operations())));
  }

  private JsonArray builtIn() {
    var roles = new JsonArray();
    for (var role : Role.values()) {
      var allowed = new JsonArray();
      permissions.stream()
          .filter(permission -> permission.roles().contains(role.text()))
          .forEach(permission -> allowed.add(permission.id()));
      roles.add(new JsonObject().put("code", role.text()).put("operations", allowed));
    }
    return roles;
  }

  private JsonArray operations() {
    var all = new JsonArray();
    permissions.stream()
        .filter(permission -> !permission.forEverybody())
        .forEach(
            permission ->
                all.add(
                    new JsonObject()
                        .put("id", permission.id())
                        .put("group", permission.group())
                        .put("summary_zh", permission.summaryZh())
                        .put("summary_en", permission.summary())
                        .put("grantable", permission.grantable())));
    return all;
  }

  private Future<Reply> create(Call call) {
    var body = call.body();
    var operations = RoleStore.texts(body.getJsonArray("operations"));
    requireGrantable(operations);
    String code = body.getString("code");
    return database.inTransaction(
        tx -> {
          var role =
              store.add(tx, code, body.getString("name_zh"), body.getString("name_en"), operations);
          audit.write(tx, call.actor(), "role.create", code, String.join(" ", operations));
          return Reply.created(role);
        });
  }

  private Future<Reply> change(Call call) {
    var body = call.body();
    if (body.isEmpty()) {
      throw Refused.unprocessable("没有要修改的内容", "there is nothing to change");
    }
    if (body.containsKey("operations")) {
      requireGrantable(RoleStore.texts(body.getJsonArray("operations")));
    }
    String code = call.path("code");
    return database
        .inTransaction(
            tx -> {
              var role = store.change(tx, code, body);
              audit.write(tx, call.actor(), "role.change", code, body.encode());
              return new Changed(role, store.holders(tx, code));
            })
        .map(
            changed -> {
              changed.holders().forEach(sessions::closeAllOf);
              return Reply.ok(changed.role());
            });
  }

  private record Changed(JsonObject role, List<String> holders) {}

  private Future<Reply> remove(Call call) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          store.remove(tx, code);
          audit.write(tx, call.actor(), "role.remove", code, "");
          return Reply.noContent();
        });
  }

  private void requireGrantable(Set<String> operations) {
    var refused = new TreeSet<>(operations);
    permissions.stream().filter(Permission::grantable).map(Permission::id).forEach(refused::remove);
    if (!refused.isEmpty()) {
      throw Refused.unprocessable(
          "不能授予的操作：" + refused, "no operations that a role can be given: " + refused);
    }
  }
}
