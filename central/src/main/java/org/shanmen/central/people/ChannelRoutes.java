package org.shanmen.central.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.shanmen.central.db.Database;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.MachineLogin;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Machines that sell, over HTTP. */
public final class ChannelRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final ChannelClients clients;

  public ChannelRoutes(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clients = new ChannelClients(database, clock);
  }

  /** Who knows the machines by their tokens. */
  public MachineLogin login() {
    return clients;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("createChannelClient", this::create);
    operations.bind(
        "listChannelClients",
        call ->
            database
                .read(ChannelClients::all)
                .map(all -> Reply.ok(new JsonObject().put("channel_clients", all))));
    operations.bind("changeChannelClient", this::change);
  }

  private Future<Reply> create(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          var client = clients.add(tx, body);
          audit.write(
              tx,
              call.actor(),
              "channel.create",
              body.getString("code"),
              body.getString("channel") + " " + body.getString("name"));
          return Reply.created(client);
        });
  }

  private Future<Reply> change(Call call) {
    String code = call.path("code");
    var body = call.body();
    return database
        .inTransaction(
            tx -> {
              var client = clients.change(tx, code, body);
              audit.write(tx, call.actor(), "channel.change", code, body.encode());
              return Reply.ok(client);
            })
        .onSuccess(reply -> clients.forget());
  }
}
