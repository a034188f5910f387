package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.COMMAND;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.HANDHELD;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Confirm;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.OpenOnce;
import org.shanmen.protocol.wire.ReleaseFire;
import org.shanmen.protocol.wire.RunTest;

/**
 * What the control room tells gates to do. A command is stored with an audit entry before it is
 * sent, sent again after a reconnection while it has neither expired nor been answered, and kept
 * with what came of it. Thread-safe.
 */
public final class Commands {
  /** What a gate can be told to do. */
  public enum Action {
    OPEN_ONCE(10_000),
    CONTROLLED(60_000),
    ALWAYS_OPEN(60_000),
    ALWAYS_CLOSED(60_000),
    EMERGENCY_OPEN(60_000),
    OUT_OF_SERVICE(60_000),
    DIRECT_CHECK(60_000),
    RELEASE_FIRE(60_000),
    /** Whoever looked at the visitor lets him in, or does not. */
    CONFIRM_ACCEPT(5_000),
    CONFIRM_REJECT(5_000),
    RUN_TEST(10_000);

    private final long lifeMillis;

    Action(long lifeMillis) {
      this.lifeMillis = lifeMillis;
    }

    /** Whether it is about one visitor or one machine, and must not go to several gates. */
    boolean ofOneGate() {
      return ofOneVisitor() || this == RUN_TEST;
    }

    /** Whether it says whom a lane holds. */
    boolean ofOneVisitor() {
      return this == CONFIRM_ACCEPT || this == CONFIRM_REJECT;
    }

    /** The spelling in the API and the database, such as {@code open-once}. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public static Optional<Action> of(String text) {
      return List.of(values()).stream().filter(action -> action.text().equals(text)).findAny();
    }
  }

  /**
   * What a gate is told.
   *
   * @param direction IN or OUT; only open-once has one, and takes IN if it is empty
   * @param holding who is confirmed; only confirm-accept and confirm-reject have one, and need it
   */
  public record Order(Action action, Optional<String> direction, Optional<Holding> holding) {
    public Order {
      if (action.ofOneVisitor() != holding.isPresent()) {
        throw new IllegalArgumentException(action.text() + " about " + holding);
      }
    }

    public static Order of(Action action) {
      return new Order(action, Optional.empty(), Optional.empty());
    }

    private String wayOrNull() {
      return action == Action.OPEN_ONCE ? direction.orElse("IN") : null;
    }
  }

  /** Which gates are meant. */
  public sealed interface Scope {
    record OneGate(String code) implements Scope {}

    record CheckPoint(String code) implements Scope {}

    record WholePark() implements Scope {}
  }

  /** The commands that were given at one stroke, one for each gate. */
  public record Batch(UUID id, List<CommandState> commands) {}

  private static final int LISTED = 1000;

  private final Database database;
  private final InstantSource clock;
  private final List<Consumer<CommandState>> listeners = new CopyOnWriteArrayList<>();

  public Commands(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * @param listener told of every command that was given, answered or given up; must not block
   */
  public void onChange(Consumer<CommandState> listener) {
    listeners.add(listener);
  }

  /**
   * Gives a command to every gate of the scope.
   *
   * @param issuer the person's name, for the gate's journal and the audit log
   * @param address from where
   * @return empty if the scope holds no gate
   */
  public Future<Optional<Batch>> issue(Scope scope, Order order, String issuer, String address) {
    var batch = UUID.randomUUID();
    var action = order.action();
    var holding = order.holding().map(Holding::text);
    return database
        .inTransaction(
            tx -> {
              var now = clock.instant();
              var gates =
                  tx.select(GATE.ID)
                      .from(GATE)
                      .join(CHECK_POINT)
                      .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
                      .where(within(scope))
                      .and(GATE.RETIRED_AT.isNull())
                      .and(GATE.ID.notIn(DSL.select(HANDHELD.GATE_ID).from(HANDHELD)))
                      .orderBy(GATE.CODE)
                      .fetch(GATE.ID);
              for (var gate : gates) {
                tx.insertInto(COMMAND)
                    .set(COMMAND.ID, UUID.randomUUID())
                    .set(COMMAND.BATCH, batch)
                    .set(COMMAND.GATE_ID, gate)
                    .set(COMMAND.ISSUER, issuer)
                    .set(COMMAND.ACTION, action.text())
                    .set(COMMAND.DIRECTION, order.wayOrNull())
                    .set(COMMAND.HOLDING, holding.orElse(null))
                    .set(COMMAND.ISSUED_AT, Times.utc(now))
                    .set(COMMAND.EXPIRES_AT, Times.utc(now.plusMillis(action.lifeMillis)))
                    .set(COMMAND.OUTCOME, "PENDING")
                    .set(COMMAND.ANSWER, "")
                    .execute();
              }
              if (!gates.isEmpty()) {
                tx.insertInto(AUDIT)
                    .set(AUDIT.AT, Times.utc(now))
                    .set(AUDIT.ACTOR, issuer)
                    .set(AUDIT.ACTION, "command." + action.text())
                    .set(AUDIT.SUBJECT, subject(scope))
                    .set(
                        AUDIT.DETAIL,
                        gates.size()
                            + " gates, batch "
                            + batch
                            + holding.map(held -> ", holding " + held).orElse(""))
                    .set(AUDIT.ADDRESS, address)
                    .execute();
              }
              return select(tx, COMMAND.BATCH.eq(batch));
            })
        .map(
            states -> {
              states.forEach(this::tell);
              return states.isEmpty() ? Optional.empty() : Optional.of(new Batch(batch, states));
            });
  }

  /** The commands of one batch, by gate. */
  public Future<List<CommandState>> ofBatch(UUID batch) {
    return database.read(sql -> select(sql, COMMAND.BATCH.eq(batch)));
  }

  /** The latest commands, newest first. */
  public Future<List<CommandState>> latest(int limit) {
    return database.read(
        sql ->
            joined(sql)
                .orderBy(COMMAND.ISSUED_AT.desc(), GATE.CODE)
                .limit(Math.min(limit, LISTED))
                .fetch(Commands::state));
  }

  /** Commands that wait for an answer and have not expired; those that have are given up. */
  Future<List<CommandState>> pending() {
    return database
        .inTransaction(
            tx -> {
              var now = clock.instant();
              var late = Times.utc(now.minusMillis(Limits.COMMAND_GRACE_MILLIS));
              var givenUp =
                  tx.update(COMMAND)
                      .set(COMMAND.OUTCOME, "UNREACHABLE")
                      .where(COMMAND.OUTCOME.eq("PENDING").and(COMMAND.EXPIRES_AT.lt(late)))
                      .returningResult(COMMAND.ID)
                      .fetch(COMMAND.ID);
              return List.of(
                  givenUp.isEmpty() ? List.<CommandState>of() : select(tx, COMMAND.ID.in(givenUp)),
                  select(
                      tx,
                      COMMAND.OUTCOME.eq("PENDING").and(COMMAND.EXPIRES_AT.gt(Times.utc(now)))));
            })
        .map(
            found -> {
              found.get(0).forEach(this::tell);
              return found.get(1);
            });
  }

  /**
   * Stores a gate's answer. One that comes after the command was given up still counts: what
   * happened, happened.
   */
  Future<Void> answered(int gate, CommandResult result) {
    UUID id;
    try {
      id = UUID.fromString(result.getId());
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(); // none of ours
    }
    String outcome =
        switch (result.getOutcome()) {
          case DONE, EXPIRED_COMMAND, DUPLICATE, NOT_NOW -> result.getOutcome().name();
          case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "NOT_NOW";
        };
    String text = result.getText().replace('\0', '?');
    return database
        .inTransaction(
            tx ->
                settle(
                    tx,
                    COMMAND.ID.eq(id).and(COMMAND.GATE_ID.eq(gate)),
                    // The journal may have told it before, but not in the gate's words.
                    outcome.equals("DONE")
                        ? List.of("PENDING", "UNREACHABLE", "DONE")
                        : List.of("PENDING", "UNREACHABLE"),
                    outcome,
                    text.substring(0, Math.min(Limits.TEXT, text.length()))))
        .map(
            states -> {
              states.forEach(this::tell);
              return null;
            });
  }

  /** A gate's journal says that these commands took effect, whatever became of the answers. */
  Future<Void> doneByJournal(int gate, List<UUID> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture();
    }
    return database
        .inTransaction(
            tx ->
                settle(
                    tx,
                    COMMAND.ID.in(ids).and(COMMAND.GATE_ID.eq(gate)),
                    List.of("PENDING", "UNREACHABLE", "DUPLICATE"),
                    "DONE",
                    ""))
        .map(
            states -> {
              states.forEach(this::tell);
              return null;
            });
  }

  /** A command as it travels. */
  static Command wire(CommandState state) {
    var command =
        Command.newBuilder()
            .setId(state.id().toString())
            .setIssuer(state.issuer())
            .setExpiresAtMillis(state.expiresAt().toEpochMilli());
    var action = Action.of(state.action()).orElseThrow();
    switch (action) {
      case OPEN_ONCE ->
          command.setOpenOnce(
              OpenOnce.newBuilder()
                  .setDirection(org.shanmen.protocol.wire.Direction.valueOf(state.direction())));
      case RELEASE_FIRE -> command.setReleaseFire(ReleaseFire.getDefaultInstance());
      case CONFIRM_ACCEPT -> command.setConfirm(confirm(state.holding(), true));
      case CONFIRM_REJECT -> command.setConfirm(confirm(state.holding(), false));
      case RUN_TEST -> command.setRunTest(RunTest.getDefaultInstance());
      case CONTROLLED, ALWAYS_OPEN, ALWAYS_CLOSED, EMERGENCY_OPEN, OUT_OF_SERVICE, DIRECT_CHECK ->
          command.setSetMode(LaneMode.valueOf(action.name()));
    }
    return command.build();
  }

  /** The gate acts only if this is still whom it holds. */
  private static Confirm.Builder confirm(Holding holding, boolean accept) {
    return Confirm.newBuilder()
        .setAccept(accept)
        .setHeldRight(holding.right())
        .setHeldNumber(holding.number());
  }

  private void tell(CommandState state) {
    listeners.forEach(listener -> listener.accept(state));
  }

  private List<CommandState> settle(
      DSLContext tx, Condition which, List<String> from, String outcome, String answer) {
    var settled =
        tx.update(COMMAND)
            .set(COMMAND.OUTCOME, outcome)
            .set(COMMAND.ANSWER, answer)
            .set(COMMAND.ANSWERED_AT, Times.utc(clock.instant()))
            .where(which.and(COMMAND.OUTCOME.in(from)))
            .returningResult(COMMAND.ID)
            .fetch(COMMAND.ID);
    return settled.isEmpty() ? List.of() : select(tx, COMMAND.ID.in(settled));
  }

  private static Condition within(Scope scope) {
    if (scope instanceof Scope.OneGate gate) {
      return GATE.CODE.eq(gate.code());
    }
    if (scope instanceof Scope.CheckPoint checkPoint) {
      return CHECK_POINT.CODE.eq(checkPoint.code());
    }
    return DSL.noCondition();
  }

  private static String subject(Scope scope) {
    if (scope instanceof Scope.OneGate gate) {
      return "gate " + gate.code();
    }
    if (scope instanceof Scope.CheckPoint checkPoint) {
      return "check point " + checkPoint.code();
    }
    return "park";
  }

  private static List<CommandState> select(DSLContext sql, Condition which) {
    return joined(sql).where(which).orderBy(COMMAND.ISSUED_AT, GATE.CODE).fetch(Commands::state);
  }

  private static org.jooq.SelectOnConditionStep<Record> joined(DSLContext sql) {
    return sql.select(COMMAND.fields())
        .select(GATE.CODE)
        .from(COMMAND)
        .join(GATE)
        .on(GATE.ID.eq(COMMAND.GATE_ID));
  }

  private static CommandState state(Record row) {
    return new CommandState(
        row.get(COMMAND.ID),
        row.get(COMMAND.BATCH),
        row.get(COMMAND.GATE_ID),
        row.get(GATE.CODE),
        row.get(COMMAND.ISSUER),
        row.get(COMMAND.ACTION),
        row.get(COMMAND.DIRECTION),
        Optional.ofNullable(row.get(COMMAND.HOLDING)).flatMap(Holding::of).orElse(null),
        row.get(COMMAND.OUTCOME),
        row.get(COMMAND.ANSWER),
        row.get(COMMAND.ISSUED_AT).toInstant(),
        row.get(COMMAND.EXPIRES_AT).toInstant());
  }
}
