package org.shanmen.central.gatelink;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The centre's end of all links: listens, keeps the sessions, tells them what is new.
 *
 * <p>Everything happens on one event loop; database work on the database's workers, the arithmetic
 * of TLS handshakes on Vert.x's. {@link #start}, {@link #stop} and the accessors may be called from
 * any thread.
 */
public final class GateLink {
  private static final Logger log = LoggerFactory.getLogger(GateLink.class);

  private final Vertx vertx;
  private final Database database;
  private final Ca ca;
  private final ChangeLog changeLog;
  private final Enrolments enrolments;
  private final Commands commands;
  private final GateWatcher watcher;
  private final GateLinkSettings settings;
  private final InstantSource clock;
  private final ListeningTime listening;
  private final SaleToGate saleToGate = new SaleToGate();

  /** Commit time of the oldest change that the tail has not been asked for, 0: none. */
  private final AtomicLong publishedNanos = new AtomicLong();

  private final ConnectedGates gates = new ConnectedGates();
  private final ChangeTail tail;
  private final Snapshots snapshots;
  private final AreaWatch areas;
  private final EventIntake intake;
  private final GateRounds rounds;
  private final CommandDelivery delivery;
  private final Claims claims;
  private Context context;
  private NetServer server;
  private String deployment;
  private volatile boolean stopping;
  private final OneAtATime refreshes = new OneAtATime(this::readChanges);

  private long ticks;
  private volatile long whitelistVersion;

  public GateLink(
      Vertx vertx,
      Database database,
      Ca ca,
      ChangeLog changeLog,
      Enrolments enrolments,
      Commands commands,
      GateWatcher watcher,
      GateLinkSettings settings,
      InstantSource clock) {
    this(
        vertx,
        database,
        ca,
        changeLog,
        enrolments,
        commands,
        watcher,
        settings,
        clock,
        new ListeningTime(System::nanoTime));
  }

  GateLink(
      Vertx vertx,
      Database database,
      Ca ca,
      ChangeLog changeLog,
      Enrolments enrolments,
      Commands commands,
      GateWatcher watcher,
      GateLinkSettings settings,
      InstantSource clock,
      ListeningTime listening) {
    this.vertx = vertx;
    this.database = database;
    this.ca = ca;
    this.changeLog = changeLog;
    this.enrolments = enrolments;
    this.commands = commands;
    this.watcher = watcher;
    this.settings = settings;
    this.clock = clock;
    this.listening = listening;
    this.tail = new ChangeTail(database);
    this.snapshots = new Snapshots(vertx, database, settings.snapshots());
    this.claims = new Claims(database, clock);
    this.areas = new AreaWatch(database, clock, settings.zone(), this::tellGatesOf, watcher);
    this.delivery = new CommandDelivery(commands, gates);
    this.rounds = new GateRounds(database, gates, clock);
    this.intake =
        new EventIntake(
            new EventIngest(database, changeLog, clock, settings.zone()),
            changeLog,
            () -> tail.end().version(),
            watcher,
            areas,
            commands);
  }

  /**
   * Begins to listen.
   *
   * @return the port
   */
  public Future<Integer> start() {
    return vertx
        .deployVerticle(
            new AbstractVerticle() {
              @Override
              public void start(Promise<Void> started) {
                GateLink.this.context = context;
                listen().onComplete(started);
              }
            })
        .map(
            id -> {
              deployment = id;
              log.info("gates connect at {}:{}", settings.host(), server.actualPort());
              return server.actualPort();
            });
  }

  /** Tells every gate, and ends all connections. */
  public Future<Void> stop() {
    if (deployment == null || stopping) {
      return Future.succeededFuture();
    }
    stopping = true;
    var told = Promise.<Void>promise();
    onLoop(
        () -> {
          for (var session : gates.connections()) {
            session.refuse(Refusal.Cause.SHUTTING_DOWN, "the centre is shutting down");
          }
          vertx.setTimer(Limits.LINGER_MILLIS, timer -> told.complete());
          snapshots.close();
        });
    return told.future().compose(done -> vertx.undeploy(deployment));
  }

  /** How long changes take to the gates. */
  public SaleToGate saleToGate() {
    return saleToGate;
  }

  /** Gates that are connected and greeted. */
  public int connected() {
    return gates.count();
  }

  /** Where the whitelist is that gates are brought to. */
  public long whitelistVersion() {
    return whitelistVersion;
  }

  /** Events stored since the centre started. */
  public long storedEvents() {
    return intake.stored();
  }

  private Future<Void> listen() {
    changeLog.onPublished(
        () -> {
          publishedNanos.compareAndSet(0, System.nanoTime());
          onLoop(refreshes::ask);
        });
    commands.onChange(state -> onLoop(() -> delivery.changed(state)));
    return tail.refresh()
        .compose(read -> areas.read())
        .compose(
            read -> {
              whitelistVersion = tail.end().version();
              vertx.setPeriodic(Limits.TICK_MILLIS, timer -> tick());
              server = vertx.createNetServer(GateTls.options(ca, settings));
              return server
                  .connectHandler(this::accept)
                  .exceptionHandler(e -> log.warn("a connection failed: {}", e.getMessage()))
                  .listen();
            })
        .mapEmpty();
  }

  /** Does this on the links' event loop. From any thread, once the link has started. */
  void onLoop(Runnable task) {
    context.runOnContext(run -> task.run());
  }

  private void accept(NetSocket socket) {
    var certificate = GateTls.certificate(socket);
    if (certificate.isEmpty()) {
      makeRoomForAStranger();
    }
    var session = new GateSession(socket, this, certificate);
    gates.connected(session);
    socket.handler(session::received);
    socket.exceptionHandler(e -> log.debug("connection broken: {}", e.getMessage()));
    socket.closeHandler(closed -> session.closed());
  }

  /** The eldest goes: whoever comes to enrol is served before those who came to sit. */
  private void makeRoomForAStranger() {
    var strangers = gates.strangers();
    if (strangers.size() >= Limits.UNKNOWN_CONNECTIONS) {
      log.warn("too many connections that do not say who they are; closing the eldest");
      strangers.get(0).drop();
    }
  }

  /** From the links' event loop, every {@link Limits#TICK_MILLIS} if that is not held up. */
  void tick() {
    listening.tick();
    gates.connections().forEach(GateSession::checkDeadlines);
    refreshes.ask();
    ticks++;
    if (ticks % Limits.AREA_TICKS == 0) {
      areas.refresh();
    }
    if (ticks % 2 == 0) {
      delivery.sweep();
    }
    if (ticks % Limits.CERTIFICATE_TICKS == 0) {
      rounds.checkCertificates();
      rounds.checkWhatWasTold();
    }
    if (ticks % Limits.PRUNE_TICKS == 0) {
      pruneLog();
    }
  }

  /** Forgets changes that every gate has. From the links' event loop. */
  Future<Integer> pruneLog() {
    return rounds.pruneLog();
  }

  /** Until there is nothing more to read. */
  private Future<?> readChanges() {
    long committedNanos = publishedNanos.getAndSet(0);
    return tail.refresh()
        .onComplete(
            read -> {
              if (read.failed()) {
                log.error("the change log cannot be read", read.cause());
              } else if (read.result()) {
                whitelistVersion = tail.end().version();
                if (committedNanos != 0) {
                  saleToGate.committed(whitelistVersion, committedNanos);
                }
                gates.linked().forEach(LinkedGate::wake);
                refreshes.ask();
              }
            });
  }

  /** Somebody has changed how many people are, or may be, in an area. From any thread. */
  void areasChanged() {
    onLoop(areas::refresh);
  }

  private void tellGatesOf(AreaState state) {
    gates.linked().stream()
        .filter(gate -> gate.area() == state.getArea())
        .forEach(gate -> gate.tell(state));
  }

  // ---- For sessions ----

  AreaWatch areas() {
    return areas;
  }

  Vertx vertx() {
    return vertx;
  }

  Database database() {
    return database;
  }

  Enrolments enrolments() {
    return enrolments;
  }

  Commands commands() {
    return commands;
  }

  GateWatcher watcher() {
    return watcher;
  }

  GateLinkSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  ListeningTime listening() {
    return listening;
  }

  WhitelistFeed newFeed(String gate, GateLine line, int protocolVersion) {
    return new WhitelistFeed(
        gate, line, vertx, listening, tail, snapshots, saleToGate, protocolVersion);
  }

  /** A session has been greeted; an older one of the same gate ends. */
  void linked(GateSession session, String software, int protocolVersion) {
    gates
        .greeted(session)
        .ifPresent(
            older ->
                older.refuse(
                    Refusal.Cause.SUPERSEDED, "a newer connection of this gate took over"));
    watcher.linkUp(session.gate(), software, protocolVersion);
    delivery.sweep();
  }

  void ended(GateSession session) {
    if (gates.ended(session)) {
      watcher.linkDown(session.gate());
    }
  }

  /** A gate has enrolled anew: the connection with the old certificate ends. */
  void certificateReplaced(int gate) {
    gates
        .of(gate)
        .ifPresent(
            session ->
                session.refuse(Refusal.Cause.CERTIFICATE_REFUSED, "this gate was enrolled anew"));
  }

  /** Answers a gate that asks before it lets people in. */
  Future<ClaimReply> claim(int gate, Claim asked) {
    return claims.answer(gate, asked);
  }

  /** Takes a gate's certificate back and cuts the gate off; false if there is no such gate. */
  Future<Boolean> revoke(String gate, String actor, String address) {
    return enrolments
        .revoke(gate, actor, address)
        .map(
            found -> {
              found.ifPresent(
                  number -> onLoop(() -> gates.of(number).ifPresent(GateSession::revoked)));
              return found.isPresent();
            });
  }

  Ca ca() {
    return ca;
  }

  /** Stores a batch and tells everybody who wants to know. */
  Future<EventIngest.Outcome> store(int gate, List<Event> events, boolean afterLoss) {
    return intake.store(gate, events, afterLoss);
  }
}
