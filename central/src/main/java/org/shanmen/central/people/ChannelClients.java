package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.CHANNEL_CLIENT;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.ChannelClientRecord;
import org.shanmen.central.web.Machine;
import org.shanmen.central.web.MachineLogin;
import org.shanmen.central.web.Refused;

/**
 * Machines that sell, and the tokens by which they are known. Tokens that were shown once are
 * remembered by their hashes, so that a machine at work costs no look-up; what changes a machine
 * makes this forget them. Thread-safe.
 */
final class ChannelClients implements MachineLogin {
  private static final int TOKEN_BYTES = 32;

  /** Of a hash, to count tries by: enough to tell tokens apart, and useless otherwise. */
  private static final int HASH_SHOWN = 12;

  private final Database database;
  private final InstantSource clock;
  private final LoginLimits limits;
  private final MachineLimits requests;
  private final SecureRandom random = new SecureRandom();
  private volatile Map<String, Machine> known = new ConcurrentHashMap<>();

  ChannelClients(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.limits = new LoginLimits(clock);
    this.requests = new MachineLimits(clock);
  }

  @Override
  public Future<Machine> find(String token, String address) {
    String hash = hash(token);
    var remembered = known; // what is forgotten meanwhile stays forgotten
    var machine = remembered.get(hash);
    if (machine != null) {
      return within(machine);
    }
    String name = hash.substring(0, HASH_SHOWN);
    if (limits.take(name, address) != LoginLimits.Try.TAKEN) {
      return Future.failedFuture(
          Refused.tooManyRequests("尝试次数过多，请几分钟后再试", "too many tries: wait some minutes"));
    }
    return database
        .read(
            sql ->
                sql.selectFrom(CHANNEL_CLIENT)
                    .where(
                        CHANNEL_CLIENT.TOKEN_HASH.eq(hash).and(CHANNEL_CLIENT.DISABLED.isFalse()))
                    .fetchOptional())
        .compose(
            row -> {
              if (row.isEmpty()) {
                return Future.failedFuture(
                    Refused.unauthenticated("渠道令牌无效或已停用", "this token is wrong or disabled"));
              }
              limits.giveBack(name, address);
              var found =
                  new Machine(row.get().getId(), row.get().getCode(), row.get().getChannel());
              remembered.put(hash, found);
              return within(found);
            });
  }

  private Future<Machine> within(Machine machine) {
    return requests.take(machine.id())
        ? Future.succeededFuture(machine)
        : Future.failedFuture(
            Refused.tooManyRequests(
                "请求过于频繁：每分钟至多 %d 次，请放慢".formatted(MachineLimits.PER_MINUTE),
                "too many requests: at most %d a minute, slow down"
                    .formatted(MachineLimits.PER_MINUTE)));
  }

  /** Lets every machine show again that its token is good. */
  void forget() {
    known = new ConcurrentHashMap<>();
  }

  /**
   * Adds a machine. Blocks.
   *
   * @param body as in openapi.yaml
   * @return as openapi.yaml shows it, with the token that is shown this once
   * @throws Refused if the code is taken
   */
  JsonObject add(DSLContext tx, JsonObject body) {
    String token = token();
    var row = tx.newRecord(CHANNEL_CLIENT);
    row.setCode(body.getString("code"));
    row.setName(body.getString("name"));
    row.setChannel(body.getString("channel"));
    row.setTokenHash(hash(token));
    row.setDisabled(false);
    row.setCreatedAt(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    var stored =
        tx.insertInto(CHANNEL_CLIENT).set(row).onConflictDoNothing().returning().fetchOptional();
    return json(stored.orElseThrow(
            () ->
                Refused.conflict(
                    "代码已存在：" + body.getString("code"),
                    "the code " + body.getString("code") + " is taken")))
        .put("token", token);
  }

  /**
   * Changes a machine: its name, whether it may order, and its token. Blocks; afterwards {@link
   * #forget}.
   *
   * @return as openapi.yaml shows it, the token only if it is a new one
   * @throws Refused if there is no such machine
   */
  JsonObject change(DSLContext tx, String code, JsonObject body) {
    var row =
        tx.selectFrom(CHANNEL_CLIENT)
            .where(CHANNEL_CLIENT.CODE.eq(code))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有渠道 " + code, "there is no machine " + code));
    row.setName(body.getString("name", row.getName()));
    row.setDisabled(body.getBoolean("disabled", row.getDisabled()));
    Optional<String> token =
        body.getBoolean("new_token", false) ? Optional.of(token()) : Optional.empty();
    token.ifPresent(drawn -> row.setTokenHash(hash(drawn)));
    row.store();
    return json(row).put("token", token.orElse(null));
  }

  /** All of them, by code. Blocks. */
  static JsonArray all(DSLContext sql) {
    var all = new JsonArray();
    sql.selectFrom(CHANNEL_CLIENT).orderBy(CHANNEL_CLIENT.CODE).forEach(row -> all.add(json(row)));
    return all;
  }

  private static JsonObject json(ChannelClientRecord row) {
    return new JsonObject()
        .put("code", row.getCode())
        .put("name", row.getName())
        .put("channel", row.getChannel())
        .put("disabled", row.getDisabled())
        .put("created_at", row.getCreatedAt().toInstant().toString());
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
