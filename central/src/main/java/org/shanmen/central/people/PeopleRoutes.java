package org.shanmen.central.people;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.PeopleStore.NewPerson;
import org.shanmen.central.people.PeopleStore.PersonChange;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Permission;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;
import org.shanmen.central.web.Sessions;

/** Users over HTTP. */
public final class PeopleRoutes implements Routes {
  // Each hash takes 19 MiB and a processor.
  private static final int PASSWORD_WORKERS = 2;

  // Whoever has a session has them as of his log-in.
  private static final Set<String> RIGHTS =
      Set.of("password", "roles", "units", "disabled", "must_change_password");

  private final Database database;
  private final Sessions sessions;
  private final Audit audit;
  private final PeopleStore store;
  private final LoginRoutes login;
  private final Passwords passwords = new Passwords();
  private final WorkerExecutor workers;

  public PeopleRoutes(
      Vertx vertx,
      Database database,
      Sessions sessions,
      Audit audit,
      InstantSource clock,
      List<Permission> permissions) {
    this.database = database;
    this.sessions = sessions;
    this.audit = audit;
    this.store = new PeopleStore(clock);
    this.workers = vertx.createSharedWorkerExecutor("passwords", PASSWORD_WORKERS);
    this.login =
        new LoginRoutes(
            database,
            sessions,
            audit,
            store,
            passwords,
            workers,
            new LoginLimits(clock),
            permissions);
  }

  @Override
  public void bind(Operations operations) {
    login.bind(operations);
    operations.bind("listUsers", this::list);
    operations.bind("createUser", this::create);
    operations.bind("changeUser", this::change);
  }

  private Future<Reply> list(Call call) {
    return database
        .read(store::all)
        .map(
            people -> {
              var users = new JsonArray();
              people.forEach(person -> users.add(person.json()));
              return Reply.ok(new JsonObject().put("users", users));
            });
  }

  private Future<Reply> create(Call call) {
    var body = call.body();
    return hash(body.getString("password"))
        .compose(
            hash ->
                database.inTransaction(
                    tx -> {
                      var person =
                          store.add(
                              tx,
                              new NewPerson(
                                  body.getString("name"),
                                  body.getString("display_name"),
                                  hash,
                                  RoleStore.texts(body.getJsonArray("roles")),
                                  RoleStore.texts(body.getJsonArray("units", new JsonArray())),
                                  body.getString("language", "zh"),
                                  body.getBoolean("disabled", false),
                                  body.getBoolean("must_change_password", false)));
                      audit.write(
                          tx,
                          call.actor(),
                          "user.create",
                          person.name(),
                          person.json().getJsonArray("roles").encode()
                              + person.json().getJsonArray("units").encode());
                      return Reply.created(person.json());
                    }));
  }

  private Future<Reply> change(Call call) {
    var body = call.body();
    String name = call.path("name");
    var password = Optional.ofNullable(body.getString("password"));
    Future<Optional<String>> hash =
        password.isEmpty()
            ? Future.succeededFuture(Optional.empty())
            : hash(password.get()).map(Optional::of);
    return hash.compose(
            passwordHash ->
                database.inTransaction(
                    tx -> {
                      var person = store.change(tx, name, personChange(body, passwordHash));
                      audit.write(tx, call.actor(), "user.change", name, describe(body));
                      return person;
                    }))
        .map(
            person -> {
              if (RIGHTS.stream().anyMatch(body::containsKey)) {
                sessions.closeAllOf(name);
              }
              return Reply.ok(person.json());
            });
  }

  private Future<String> hash(String password) {
    return workers.executeBlocking(() -> passwords.hash(password), false);
  }

  private static PersonChange personChange(JsonObject body, Optional<String> passwordHash) {
    if (body.isEmpty()) {
      throw Refused.unprocessable("没有要修改的内容", "there is nothing to change");
    }
    return new PersonChange(
        Optional.ofNullable(body.getString("display_name")),
        passwordHash,
        Optional.ofNullable(body.getJsonArray("roles")).map(RoleStore::texts),
        Optional.ofNullable(body.getJsonArray("units")).map(RoleStore::texts),
        Optional.ofNullable(body.getString("language")),
        Optional.ofNullable(body.getBoolean("disabled")),
        Optional.ofNullable(body.getBoolean("must_change_password")));
  }

  /** What was changed and, unless it is the password, into what. */
  private static String describe(JsonObject body) {
    var texts = new TreeSet<String>();
    body.forEach(
        entry ->
            texts.add(
                entry.getKey().equals("password")
                    ? "password"
                    : entry.getKey() + "=" + entry.getValue()));
    return String.join(" ", texts);
  }
}
