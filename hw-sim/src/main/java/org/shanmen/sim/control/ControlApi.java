package org.shanmen.sim.control;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.shanmen.sim.lane.Direction;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.rig.Credential;
import org.shanmen.sim.rig.FaceEvent;
import org.shanmen.sim.rig.SimulatedLane;
import org.shanmen.sim.rig.Simulation;
import org.shanmen.sim.rig.Spot;
import org.shanmen.sim.serial.SerialDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the control API. */
final class ControlApi {
  static final int MAX_BODY_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);

  /** What a request does to a lane; a failure that the sender can mend is a {@link Complaint}. */
  private interface Deed {
    Future<JsonObject> on(SimulatedLane lane, Fields fields);
  }

  private final Vertx vertx;
  private final Simulation simulation;

  ControlApi(Vertx vertx, Simulation simulation) {
    this.vertx = vertx;
    this.simulation = simulation;
  }

  Router router() {
    var router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.get("/lanes").handler(this::list);
    router.get("/lanes/:gate").handler(context -> answer(context, show(lane(context))));
    post(router, "present", this::present);
    post(router, "face", this::face);
    post(router, "walk", this::walk);
    post(router, "fire", this::fire);
    post(router, "power", this::power);
    post(router, "button", this::button);
    post(router, "insert-card", this::insertCard);
    post(router, "bin-full", this::binFull);
    post(router, "other-lane", this::otherLane);
    post(router, "garbage", this::garbage);
    post(router, "unplug", this::unplug);
    post(router, "plug", this::plug);
    router.route().failureHandler(this::complain);
    router.errorHandler(
        404,
        context ->
            complain(
                context,
                Complaint.unknown(
                    "no such address: " + context.request().path(),
                    "没有此地址:" + context.request().path())));
    router.errorHandler(
        405, context -> complain(context, Complaint.wrongMethod("another method / 其他方法")));
    return router;
  }

  private void post(Router router, String verb, Deed deed) {
    router
        .post("/lanes/:gate/" + verb)
        .handler(
            context -> {
              var lane = lane(context);
              answer(context, deed.on(lane, Fields.of(context.body().buffer())));
            });
  }

  private void list(RoutingContext context) {
    var lanes = new JsonArray();
    simulation.lanes().forEach(lane -> lanes.add(LaneJson.of(lane.state())));
    answer(context, Future.succeededFuture(new JsonObject().put("lanes", lanes)));
  }

  private Future<JsonObject> present(SimulatedLane lane, Fields fields) {
    var kind = fields.choice("kind", Credential.Kind.values());
    String value = fields.text("value");
    var spot = fields.choice("spot", Spot.values(), Spot.OUTER);
    fields.end();
    var credential = credential(kind, value);
    return Future.fromCompletionStage(lane.present(credential, spot), vertx.getOrCreateContext())
        .map(done -> new JsonObject().put("presented", true))
        .recover(
            failure ->
                Future.failedFuture(
                    kind == Credential.Kind.FACE
                        ? Complaint.notTaken(reason(failure))
                        : Complaint.impossible(reason(failure))));
  }

  private Future<JsonObject> face(SimulatedLane lane, Fields fields) {
    var event = fields.choice("event", FaceEvent.values());
    var person = credential(Credential.Kind.FACE, fields.text("value")).value();
    fields.end();
    return Future.fromCompletionStage(lane.tellFace(person, event), vertx.getOrCreateContext())
        .map(done -> new JsonObject().put("taken", true))
        .recover(failure -> Future.failedFuture(Complaint.notTaken(reason(failure))));
  }

  private Future<JsonObject> walk(SimulatedLane lane, Fields fields) {
    var direction = fields.choice("direction", Direction.values());
    int people = fields.number("people", 1, Walk.MAX_PEOPLE, 1);
    var manner = fields.choice("manner", Walk.Manner.values(), Walk.Manner.STRAIGHT);
    int linger = fields.number("linger_millis", 0, Walk.MAX_LINGER_MILLIS, 0);
    fields.end();
    try {
      var ended = lane.walk(new Walk(direction, people, manner, linger));
      return Future.fromCompletionStage(ended, vertx.getOrCreateContext()).map(LaneJson::of);
    } catch (IllegalStateException e) {
      throw Complaint.impossible(e.getMessage());
    }
  }

  private Future<JsonObject> fire(SimulatedLane lane, Fields fields) {
    boolean on = fields.flag("on");
    fields.end();
    lane.fire(on);
    return show(lane);
  }

  private Future<JsonObject> power(SimulatedLane lane, Fields fields) {
    boolean on = fields.flag("on");
    fields.end();
    lane.power(on);
    return show(lane);
  }

  private Future<JsonObject> button(SimulatedLane lane, Fields fields) {
    fields.end();
    lane.press();
    return show(lane);
  }

  private Future<JsonObject> insertCard(SimulatedLane lane, Fields fields) {
    fields.end();
    try {
      lane.insertCard();
    } catch (IllegalStateException e) {
      throw Complaint.impossible(e.getMessage());
    }
    return show(lane);
  }

  private Future<JsonObject> binFull(SimulatedLane lane, Fields fields) {
    boolean on = fields.flag("on");
    fields.end();
    lane.binFull(on);
    return show(lane);
  }

  private Future<JsonObject> otherLane(SimulatedLane lane, Fields fields) {
    boolean on = fields.flag("on");
    fields.end();
    lane.otherLane(on);
    return show(lane);
  }

  private Future<JsonObject> garbage(SimulatedLane lane, Fields fields) {
    var device = device(fields);
    String hex = fields.text("hex");
    fields.end();
    if (!hex.matches("([0-9a-fA-F]{2})+")) {
      throw Complaint.malformed("hex: expected pairs of hexadecimal digits", "hex:应为成对的十六进制数字");
    }
    byte[] bytes = HexFormat.of().parseHex(hex);
    return atTheDevice(
        () -> {
          lane.garbage(device, bytes);
          return lane;
        });
  }

  private Future<JsonObject> unplug(SimulatedLane lane, Fields fields) {
    var device = device(fields);
    fields.end();
    return atTheDevice(
        () -> {
          lane.unplug(device);
          return lane;
        });
  }

  private Future<JsonObject> plug(SimulatedLane lane, Fields fields) {
    var device = device(fields);
    fields.end();
    return atTheDevice(
        () -> {
          lane.plug(device);
          return lane;
        });
  }

  private static SerialDevice device(Fields fields) {
    String label = fields.text("device");
    return SerialDevice.of(label)
        .orElseThrow(
            () ->
                Complaint.malformed(
                    "device: expected one of " + SerialDevice.labels(),
                    "device:应为下列之一:" + SerialDevice.labels()));
  }

  /** Plugs and lines may take a moment: not on the event loop. */
  private Future<JsonObject> atTheDevice(Callable<SimulatedLane> deed) {
    return vertx
        .executeBlocking(deed, false)
        .compose(
            this::show,
            failure ->
                Future.failedFuture(
                    failure instanceof IOException
                        ? Complaint.impossible(reason(failure))
                        : failure));
  }

  private Future<JsonObject> show(SimulatedLane lane) {
    return Future.succeededFuture(LaneJson.of(lane.state()));
  }

  private SimulatedLane lane(RoutingContext context) {
    String gate = context.pathParam("gate");
    return simulation
        .lane(gate)
        .orElseThrow(
            () -> {
              var gates = simulation.lanes().stream().map(SimulatedLane::gate).toList();
              return Complaint.unknown(
                  "no lane \"" + gate + "\" here; there are " + gates,
                  "没有通道“" + gate + "”;现有 " + gates);
            });
  }

  private static Credential credential(Credential.Kind kind, String value) {
    try {
      return new Credential(kind, value);
    } catch (IllegalArgumentException e) {
      throw Complaint.malformed(e.getMessage(), "参数无效:" + e.getMessage());
    }
  }

  private void answer(RoutingContext context, Future<JsonObject> result) {
    result.onComplete(json -> respond(context, 200, json), context::fail);
  }

  private void complain(RoutingContext context) {
    var failure = context.failure();
    if (failure instanceof Complaint complaint) {
      complain(context, complaint);
    } else if (context.statusCode() == 413) {
      complain(context, Complaint.tooLarge(MAX_BODY_BYTES));
    } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
      complain(context, Complaint.malformed("the request is malformed: " + failure, "请求格式错误"));
    } else {
      LOG.error("{} {}", context.request().method(), context.request().path(), failure);
      complain(context, Complaint.broken());
    }
  }

  private static void complain(RoutingContext context, Complaint complaint) {
    respond(context, complaint.status(), complaint.json());
  }

  private static void respond(RoutingContext context, int status, JsonObject json) {
    var response = context.response();
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(status)
          .putHeader("Content-Type", "application/json; charset=utf-8")
          .end(json.encode() + "\n")
          .onFailure(e -> LOG.debug("nobody waits for the answer any more: {}", e.toString()));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof IOException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }
}
