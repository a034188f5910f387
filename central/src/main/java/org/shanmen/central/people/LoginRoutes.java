package org.shanmen.central.people;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.PersonRecord;
import org.shanmen.central.web.Access;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
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

  LoginRoutes(
      Database database,
      Sessions sessions,
      Audit audit,
      PeopleStore store,
      Passwords passwords,
      WorkerExecutor workers,
      LoginLimits limits) {
    this.database = database;
    this.sessions = sessions;
    this.audit = audit;
    this.store = store;
    this.passwords = passwords;
    this.workers = workers;
    this.limits = limits;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("openSession", this::open);
    operations.bind("getSession", this::get);
    operations.bind("closeSession", this::close);
  }

  private Future<Reply> open(Call call) {
    String name = call.body().getString("name");
    String password = call.body().getString("password");
    String address = call.actor().address();
    if (!limits.take(name, address)) {
      return Future.failedFuture(
          Refused.tooManyRequests("尝试次数过多,请几分钟后再试", "too many tries: wait some minutes"));
    }
    return database
        .read(tx -> store.find(tx, name))
        .compose(person -> workers.executeBlocking(() -> verified(person, password), false))
        .compose(
            person -> {
              if (person.isEmpty()) {
                return write(new Actor(name, java.util.Set.of(), address), "session.refused")
                    .compose(
                        written ->
                            Future.failedFuture(
                                Refused.unauthenticated("用户名或密码错误", "wrong name or password")));
              }
              limits.giveBack(name, address);
              var known = person.get();
              return write(new Actor(name, known.roles(), address), "session.open")
                  .map(written -> opened(call, known));
            });
  }

  private Optional<Person> verified(Optional<PersonRecord> person, String password) {
    boolean matches =
        person.isPresent()
            ? passwords.matches(password, person.get().getPasswordHash())
            : passwords.matchesNobody(password);
    return person.filter(row -> matches && !row.getDisabled()).map(Person::of);
  }

  private Reply opened(Call call, Person person) {
    Access.token(call.context()).ifPresent(sessions::close);
    var opened =
        sessions.open(person.name(), person.displayName(), person.roles(), person.language());
    Access.setCookie(call.context(), opened.token());
    return Reply.ok(json(opened.session()));
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

  private static JsonObject json(Session session) {
    var roles = new JsonArray();
    session.roles().stream().sorted().map(Role::text).forEach(roles::add);
    return new JsonObject()
        .put(
            "user",
            new JsonObject()
                .put("name", session.name())
                .put("display_name", session.displayName())
                .put("roles", roles)
                .put("language", session.language()))
        .put("csrf", session.csrf());
  }
}
