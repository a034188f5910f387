package org.shanmen.central.handheld;

import static org.shanmen.central.db.tables.Tables.GATE_LEDGER;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.gatelink.HandheldGates;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;

/** Handhelds over HTTP: their registration, and what their pages ask and report. */
public final class HandheldRoutes implements Routes {
  /** By which a page says which handheld it is; besides somebody must be logged in. */
  static final String HEADER = "X-Handheld";

  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]{1,255}+");

  /** How long a page is told of a double use. */
  private static final Duration DUPLICATES_TOLD = Duration.ofDays(1);

  private final Database database;
  private final Audit audit;
  private final HandheldGates gates;
  private final InstantSource clock;
  private final Function<String, JsonArray> qr;
  private final Handhelds handhelds = new Handhelds();

  /**
   * @param qr the modules of a text's QR code, a string for each row
   */
  public HandheldRoutes(
      Database database,
      Audit audit,
      HandheldGates gates,
      InstantSource clock,
      Function<String, JsonArray> qr) {
    this.qr = qr;
    this.database = database;
    this.audit = audit;
    this.gates = gates;
    this.clock = clock;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listHandhelds", this::list);
    operations.bind("createHandheld", this::create);
    operations.bind("openHandheldPairing", this::openPairing);
    operations.bind("revokeHandheld", this::revoke);
    operations.bind("pairHandheld", this::pair);
    operations.bind("getHandheldState", this::state);
    operations.bind("getHandheldList", this::checkPointList);
    operations.bind("lookUpForHandheld", this::look);
    operations.bind("claimForHandheld", this::claim);
    operations.bind("reportHandheldEvents", this::report);
  }

  private Future<Reply> list(Call call) {
    return database
        .read(handhelds::list)
        .map(list -> Reply.ok(new JsonObject().put("handhelds", list)));
  }

  private Future<Reply> create(Call call) {
    var body = call.body();
    return database.inTransaction(
        tx -> {
          handhelds.add(tx, body);
          audit.write(tx, call.actor(), "handheld.create", body.getString("code"), body.encode());
          return Reply.created(
              body.copy()
                  .put("paired", false)
                  .putNull("paired_at")
                  .putNull("paired_by")
                  .putNull("seen_at"));
        });
  }

  private Future<Reply> openPairing(Call call) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          var now = clock.instant();
          var secret = handhelds.openPairing(tx, code, now).orElseThrow(() -> none(code));
          audit.write(tx, call.actor(), "handheld.pairing-code", code, "");
          return Reply.created(
              new JsonObject()
                  .put("code", secret)
                  .put("modules", qr.apply(pairingLink(call, secret)))
                  .put("expires_at", now.plus(Handhelds.PAIRING).toString()));
        });
  }

  /**
   * What a phone's camera opens: the handheld's page under the address by which the asker's browser
   * knows the centre. The code is behind a hash, so that it is in no server's log. The code alone
   * if the asker is no browser.
   */
  private static String pairingLink(Call call, String secret) {
    return call.header("Origin")
        .filter(origin -> ORIGIN.matcher(origin).matches())
        .map(origin -> origin + "/handheld#" + secret)
        .orElse(secret);
  }

  private Future<Reply> revoke(Call call) {
    String code = call.path("code");
    return database.inTransaction(
        tx -> {
          if (!handhelds.revoke(tx, code)) {
            throw none(code);
          }
          audit.write(tx, call.actor(), "handheld.revoke", code, "");
          return Reply.noContent();
        });
  }

  private static Refused none(String code) {
    return Refused.notFound("没有手持机 " + code, "there is no handheld " + code);
  }

  private Future<Reply> pair(Call call) {
    String shown = call.body().getString("code");
    return database.inTransaction(
        tx -> {
          var key = handhelds.pair(tx, shown, call.actor().name(), clock.instant());
          if (key.isEmpty()) {
            throw Refused.unprocessable(
                "配对码无效、已使用或已过期，请管理员重新生成",
                "this pairing code is unknown, used or expired: ask the administrator for another");
          }
          String code = shown.substring(0, shown.indexOf('.'));
          audit.write(tx, call.actor(), "handheld.paired", code, "");
          return Reply.created(new JsonObject().put("handheld", code).put("key", key.get()));
        });
  }

  /** The caller's handheld, with what else is read in its transaction. */
  private <T> Future<T> at(Call call, Read<T> read) {
    String shown = call.header(HEADER).orElse("");
    return database.inTransaction(
        tx -> {
          var now = clock.instant();
          var handheld =
              Handheld.of(tx, shown, now)
                  .orElseThrow(
                      () ->
                          Refused.notFound(
                              "此设备未配对为手持机，或已被停用",
                              "this device is not paired as a handheld, or was taken out of use"));
          return read.of(tx, handheld);
        });
  }

  private interface Read<T> {
    T of(DSLContext tx, Handheld handheld);
  }

  private Future<Reply> state(Call call) {
    record Known(Handheld handheld, JsonObject json) {}
    return at(call, (tx, handheld) -> new Known(handheld, json(tx, handheld)))
        .compose(
            known ->
                gates
                    .area(known.handheld().area().number())
                    .map(area -> Reply.ok(known.json().put("area_full", json(area)))));
  }

  private JsonObject json(DSLContext tx, Handheld handheld) {
    var park = tx.selectFrom(PARK).fetchSingle();
    var keys = new JsonArray();
    tx.selectFrom(TICKET_KEY)
        .orderBy(TICKET_KEY.ID)
        .forEach(
            key ->
                keys.add(
                    new JsonObject()
                        .put("id", key.getId())
                        .put("public_key", HexFormat.of().formatHex(key.getPublicKey()))
                        .put(
                            "valid_until",
                            key.getValidUntil() == null
                                ? 0
                                : key.getValidUntil().toEpochSecond())));
    long stored =
        tx.select(GATE_LEDGER.SEQUENCE)
            .from(GATE_LEDGER)
            .where(GATE_LEDGER.GATE_ID.eq(handheld.gate()))
            .and(GATE_LEDGER.EPOCH.eq(handheld.epoch()))
            .fetchOptional(GATE_LEDGER.SEQUENCE)
            .orElse(0L);
    var now = clock.instant();
    return new JsonObject()
        .put("gate_number", handheld.gate())
        .put("code", handheld.code())
        .put("name_zh", handheld.name().zh())
        .put("name_en", handheld.name().en())
        .put("kind", handheld.kind())
        .put("epoch", handheld.epoch())
        .put("stored", stored)
        .put("area", json(handheld.area()))
        .put("check_point", json(handheld.checkPoint()))
        .put("zone", park.getZone())
        .put("fingerprint_key", HexFormat.of().formatHex(park.getFingerprintKey()))
        .put("ticket_keys", keys)
        .put("list_version", ChangeLog.position(tx).version())
        .put("centre_time_millis", now.toEpochMilli())
        .put(
            "duplicates",
            HandheldGates.duplicates(tx, handheld.gate(), now.minus(DUPLICATES_TOLD)));
  }

  private static JsonObject json(Handheld.Place place) {
    return new JsonObject()
        .put("number", place.number())
        .put("code", place.code())
        .put("name_zh", place.name().zh())
        .put("name_en", place.name().en());
  }

  private static JsonObject json(AreaState area) {
    return new JsonObject().put("full", area.getFull()).put("until_millis", area.getUntilMillis());
  }

  private Future<Reply> checkPointList(Call call) {
    long version = call.query("version", -1);
    long after = call.query("after", 0);
    return at(
        call,
        (tx, handheld) -> {
          var list = new CheckPointList(tx, handheld, clock.instant());
          var part = version < 0 ? list.page(after) : list.changes(version);
          return Reply.ok(
              new JsonObject()
                  .put("version", part.version())
                  .put("changes", encoded(part.changes()))
                  .put("next", part.next())
                  .put("more", part.more())
                  .put("stale", part.stale()));
        });
  }

  private Future<Reply> look(Call call) {
    var body = call.body();
    long fingerprint = Long.parseUnsignedLong(body.getString("fingerprint", "0"), 16);
    long right = Long.parseLong(body.getString("right", "0"));
    return at(
        call,
        (tx, handheld) ->
            Reply.ok(
                new JsonObject()
                    .put(
                        "changes",
                        encoded(
                            new CheckPointList(tx, handheld, clock.instant())
                                .look(fingerprint, right)))));
  }

  private Future<Reply> claim(Call call) {
    var body = call.body();
    return at(call, (tx, handheld) -> handheld)
        .compose(
            handheld ->
                gates.claim(
                    handheld.gate(),
                    Claim.newBuilder()
                        .setId(body.getLong("id"))
                        .setRight(Long.parseLong(body.getString("right")))
                        .setSettled(body.getBoolean("settled", false))
                        .setEpoch(handheld.epoch())
                        .setSequence(body.getLong("sequence"))
                        .build()))
        .map(HandheldRoutes::json);
  }

  private static Reply json(ClaimReply reply) {
    var uses =
        reply.getUsesList().stream()
            .map(use -> Change.newBuilder().setAddUse(use.toByteString()).build())
            .toList();
    return Reply.ok(
        new JsonObject().put("state", reply.getState().name()).put("changes", encoded(uses)));
  }

  private Future<Reply> report(Call call) {
    var body = call.body();
    return at(call, (tx, handheld) -> handheld)
        .compose(
            handheld -> {
              if (body.getLong("epoch") != handheld.epoch()) {
                throw Refused.conflict(
                    "手持机 " + handheld.code() + " 已在其他设备上配对",
                    "handheld " + handheld.code() + " was paired anew on another device");
              }
              return gates
                  .store(
                      handheld.gate(),
                      Report.events(body.getJsonArray("events"), handheld.epoch()),
                      body.getBoolean("after_loss", false))
                  .compose(upload -> answer(upload, handheld));
            });
  }

  private Future<Reply> answer(HandheldGates.Upload upload, Handheld handheld) {
    if (upload instanceof HandheldGates.Upload.Mistake mistake) {
      throw Refused.unprocessable("事件序列不正确：" + mistake.what(), mistake.what());
    }
    if (upload instanceof HandheldGates.Upload.Gap gap) {
      throw Refused.conflict(
          "缺少序号 " + gap.expectedSequence() + " 起的事件",
          "events from " + gap.expectedSequence() + " on are missing");
    }
    var stored = (HandheldGates.Upload.Stored) upload;
    Function<DSLContext, JsonArray> duplicates =
        sql ->
            HandheldGates.duplicates(sql, handheld.gate(), clock.instant().minus(DUPLICATES_TOLD));
    return database
        .read(duplicates)
        .map(
            found ->
                Reply.ok(
                    new JsonObject()
                        .put("stored", stored.sequence())
                        .put("list_version", stored.whitelistVersion())
                        .put("duplicates", found)));
  }

  private static JsonArray encoded(List<Change> changes) {
    var encoder = Base64.getEncoder();
    var encoded = new JsonArray();
    changes.forEach(change -> encoded.add(encoder.encodeToString(change.toByteArray())));
    return encoded;
  }
}
