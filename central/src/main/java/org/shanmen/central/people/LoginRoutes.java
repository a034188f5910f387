package org.shanmen.central.people;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.PeopleStore.PersonChange;
import org.shanmen.central.web.Access;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Permission;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Rights;
import org.shanmen.central.web.Role;
import org.shanmen.central.web.Routes;
import org.shanmen.central.web.Session;
import org.shanmen.central.web.Sessions;

/**
 * Logging in and out over HTTP.
 *
 * <p>A wrong password, an unknown name and a disabled user get the same answer after the same time.
 */
final class LoginRoutes implements Routes {
  private final Database database;
  private final Sessions sessions;
  private final Audit audit;
  private final PeopleStore store;
  private final Passwords passwords;
  private final WorkerExecutor workers;
  private final LoginLimits limits;
  private final List<Permission> permissions;

  LoginRoutes(
      Database database,
      Sessions sessions,
      Audit audit,
      PeopleStore store,
      Passwords passwords,
      WorkerExecutor workers,
      LoginLimits limits,
      List<Permission> permissions) {
    this.database = database;
    this.sessions = sessions;
    this.audit = audit;
    this.store = store;
    this.passwords = passwords;
    this.workers = workers;
    this.limits = limits;
    this.permissions = List.copyOf(permissions);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("openSession", this::open);
    operations.bind("getSession", this::get);
    operations.bind("closeSession", this::close);
    operations.bind("changePassword", this::changePassword);
  }

  private Future<Reply> open(Call call) {
    String name = call.body().getString("name");
    String password = call.body().getString("password");
    String address = call.actor().address();
    return proved(name, password, address)
        .compose(
            known ->
                write(actor(known, address), "session.open").map(written -> opened(call, known)));
  }

  /** Whoever knows the password; failures are counted, slowed down and logged. */
  private Future<Proved> proved(String name, String password, String address) {
    var stranger = new Actor(name, Set.of(), address);
    var tried = limits.take(name, address);
    if (tried != LoginLimits.Try.TAKEN) {
      // Once for each siege: whoever tries a thousand times a second must not fill the log.
      var told =
          tried == LoginLimits.Try.FIRST_REFUSED
              ? write(stranger, "session.locked")
              : Future.<Void>succeededFuture();
      return told.compose(
          written ->
              Future.failedFuture(
                  Refused.tooManyRequests("尝试次数过多，请几分钟后再试", "too many tries: wait some minutes")));
    }
    return database
        .read(tx -> store.find(tx, name).map(known -> known(tx, known)))
        .compose(person -> workers.executeBlocking(() -> verified(person, password), false))
        .compose(
            person -> {
              if (person.isEmpty()) {
                return write(stranger, "session.refused")
                    .compose(
                        written ->
                            Future.failedFuture(
                                Refused.unauthenticated("用户名或密码错误", "wrong name or password")));
              }
              limits.giveBack(name, address);
              return Future.succeededFuture(person.get());
            });
  }

  /** A user with his rights, before or after he has proved who he is. */
  private record Proved(Person person, Rights rights, String passwordHash) {}

  private Proved known(DSLContext tx, PeopleStore.Known known) {
    return new Proved(known.person(), store.rights(tx, known.person()), known.passwordHash());
  }

  private Optional<Proved> verified(Optional<Proved> known, String password) {
    boolean matches =
        known.isPresent()
            ? passwords.matches(password, known.get().passwordHash())
            : passwords.matchesNobody(password);
    return known.filter(user -> matches && !user.person().disabled());
  }

  private static Actor actor(Proved known, String address) {
    return new Actor(known.person().name(), known.rights(), address);
  }

  private Reply opened(Call call, Proved known) {
    Access.token(call.context()).ifPresent(sessions::close);
    var person = known.person();
    var opened =
        sessions.open(person.name(), person.displayName(), known.rights(), person.language());
    Access.setCookie(call.context(), opened.token());
    return Reply.ok(json(opened.session()));
  }

  /** His own, with the old one; all his other sessions end. */
  private Future<Reply> changePassword(Call call) {
    String fresh = call.body().getString("new_password");
    String old = call.body().getString("password");
    if (fresh.equals(old)) {
      throw Refused.unprocessable("新密码与原密码相同", "the new password is the old one");
    }
    String name = call.session().name();
    String address = call.actor().address();
    return proved(name, old, address)
        .compose(known -> workers.executeBlocking(() -> passwords.hash(fresh), false))
        .compose(
            hash ->
                database.inTransaction(
                    tx -> {
                      store.change(tx, name, PersonChange.ofPassword(hash));
                      audit.write(tx, call.actor(), "password.change", name, "");
                      return known(tx, store.find(tx, name).orElseThrow());
                    }))
        .map(
            known -> {
              sessions.closeAllOf(name);
              return opened(call, known);
            });
  }

  private Future<Reply> get(Call call) {
    return Future.succeededFuture(Reply.ok(json(call.session())));
  }

  private Future<Reply> close(Call call) {
    Access.token(call.context()).ifPresent(sessions::close);
    Access.removeCookie(call.context());
    return write(call.actor(), "session.close").map(written -> Reply.noContent());
  }

  private Future<Void> write(Actor actor, String action) {
    return database.inTransaction(
        tx -> {
          audit.write(tx, actor, action, actor.name(), "");
          return null;
        });
  }

  private JsonObject json(Session session) {
    var roles = new JsonArray();
    var rights = session.rights();
    rights.roles().stream().sorted().map(Role::text).forEach(roles::add);
    rights.customRoles().stream().sorted().forEach(roles::add);
    var operations = new JsonArray();
    permissions.stream()
        .filter(permission -> !permission.forEverybody() && permission.permits(rights))
        .forEach(permission -> operations.add(permission.id()));
    return new JsonObject()
        .put(
            "user",
            new JsonObject()
                .put("name", session.name())
                .put("display_name", session.displayName())
                .put("roles", roles)
                .put("units", new JsonArray(rights.units().stream().sorted().toList()))
                .put("operations", operations)
                .put("language", session.language())
                .put("must_change_password", rights.mustChangePassword()))
        .put("csrf", session.csrf());
  }
}
