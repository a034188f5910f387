package org.shanmen.central;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.shanmen.central.data.NightlyBackup;
import org.shanmen.central.data.UnfinishedRestore;
import org.shanmen.central.db.DataDirectory;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.db.KeptPostgres;
import org.shanmen.central.gatelink.Ca;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.gatelink.Commands;
import org.shanmen.central.gatelink.Enrolments;
import org.shanmen.central.gatelink.GateLink;
import org.shanmen.central.gatelink.GateLinkRoutes;
import org.shanmen.central.gatelink.GateLinkSettings;
import org.shanmen.central.gatelink.HandheldGates;
import org.shanmen.central.handheld.HandheldRoutes;
import org.shanmen.central.live.LiveBoard;
import org.shanmen.central.live.LiveRoutes;
import org.shanmen.central.money.MoneyRoutes;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.central.park.ParkRoutes;
import org.shanmen.central.park.SalesPlaceRoutes;
import org.shanmen.central.park.TicketKeyRoutes;
import org.shanmen.central.park.UnitGuard;
import org.shanmen.central.payment.PaymentHouse;
import org.shanmen.central.payment.PaymentRoutes;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.AuditChainer;
import org.shanmen.central.people.AuditHeads;
import org.shanmen.central.people.AuditRoutes;
import org.shanmen.central.people.ChannelRoutes;
import org.shanmen.central.people.FirstAdministrator;
import org.shanmen.central.people.PeopleRoutes;
import org.shanmen.central.people.RoleRoutes;
import org.shanmen.central.report.ReportRoutes;
import org.shanmen.central.ticketing.AfterSaleRoutes;
import org.shanmen.central.ticketing.BatchRoutes;
import org.shanmen.central.ticketing.DocumentRoutes;
import org.shanmen.central.ticketing.ImportRoutes;
import org.shanmen.central.ticketing.OrderRoutes;
import org.shanmen.central.ticketing.Orders;
import org.shanmen.central.ticketing.OrdersToPay;
import org.shanmen.central.ticketing.PersonalDataRoutes;
import org.shanmen.central.ticketing.PromotionRoutes;
import org.shanmen.central.ticketing.QrModules;
import org.shanmen.central.ticketing.TicketTypeRoutes;
import org.shanmen.central.ticketing.TicketingRoutes;
import org.shanmen.central.web.Contract;
import org.shanmen.central.web.HealthCheck;
import org.shanmen.central.web.MetricsText;
import org.shanmen.central.web.Sessions;
import org.shanmen.central.web.WebServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running centre: everything wired together. Starting and closing block. */
public final class Centre implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Centre.class);

  private final CentreConfig config;
  private final InstantSource clock;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Endpoints endpoints;
  private EventLoopWatch loops;
  private Optional<String> drawnPassword = Optional.empty();

  private Centre(CentreConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Starts a centre and waits until it answers.
   *
   * @throws IOException if it cannot; nothing is left running
   */
  public static Centre start(CentreConfig config, InstantSource clock) throws IOException {
    var centre = new Centre(config, clock);
    try {
      centre.open();
      return centre;
    } catch (IOException | RuntimeException | Error e) {
      centre.close();
      throw e;
    }
  }

  /** Where it can be reached. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /**
   * Completed with the reason when the centre does not serve all of its connections any more and
   * only a new process can.
   */
  CompletableFuture<Throwable> broken() {
    return loops.ended();
  }

  /** The first administrator's password, if this start has drawn it. */
  public Optional<String> drawnPassword() {
    return drawnPassword;
  }

  private void open() throws IOException {
    var directory = keep(DataDirectory.claim(config.data()));
    UnfinishedRestore.refuse(directory.path());
    var vertx = Vertx.vertx();
    loops = EventLoopWatch.over(vertx);
    loops.start();
    opened.push(() -> vertx.close().await());
    // Both take their time: the file on Vert.x's threads, the database on this one.
    var contract = Contract.load(vertx);
    var settings = databaseSettings(directory);
    var database = keep(Database.open(vertx, settings));
    var audit = new Audit(clock);
    var heads = new AuditHeads(directory.path());
    var sessions = new Sessions(clock);
    var zone = config.park().zone();
    var chainer = new AuditChainer(vertx, database, heads, clock, zone);
    chainer.start();
    opened.push(() -> chainer.stop().await());
    var keys = ParkKeys.ensure(database, config.park(), clock);
    drawnPassword =
        FirstAdministrator.ensure(database, clock, directory.path(), config.firstPassword());

    var changeLog = new ChangeLog(clock);
    var ca = Ca.open(directory.path().resolve("ca"), clock);
    var enrolments = new Enrolments(database, ca, clock);
    var commands = new Commands(database, clock);
    var board = new LiveBoard(vertx, database, clock, zone);
    commands.onChange(board::command);
    board.start().await();
    opened.push(board::stop);
    var link =
        new GateLink(
            vertx,
            database,
            ca,
            changeLog,
            enrolments,
            commands,
            board,
            GateLinkSettings.listening(
                config.gatelink().host(),
                config.gatelink().port(),
                directory.path().resolve("snapshots"),
                zone),
            clock);
    opened.push(() -> link.stop().await());
    int gatelinkPort = listening("gatelink", config.gatelink(), link.start());

    var backup =
        config
            .backup()
            .map(
                nightly ->
                    keep(
                        NightlyBackup.of(
                                vertx,
                                nightly,
                                new NightlyBackup.Source(settings, directory.path()),
                                zone,
                                clock)
                            .start()));
    var orders = new Orders(vertx, database, audit, changeLog, keys, zone, clock);
    orders.start();
    opened.push(orders::stop);

    var permissions = contract.await().permissions();
    var payment =
        keep(
            new PaymentHouse(
                    new PaymentHouse.Parts(vertx, database, clock, zone, audit),
                    config.payment().providers(zone, clock),
                    new OrdersToPay(orders))
                .start());

    var linkRoutes =
        new GateLinkRoutes(database, link, enrolments, commands, clock, zone, QrModules::of);
    var channels = new ChannelRoutes(database, audit, clock);
    var imports = new ImportRoutes(database, audit, changeLog, keys, zone, clock, contract.await());
    imports.start();
    var personalData = new PersonalDataRoutes(vertx, database, audit, changeLog, zone, clock);
    personalData.start();
    opened.push(personalData::stop);
    var parts =
        new WebServer.Parts(
            contract.await(),
            sessions,
            new UnitGuard(database),
            channels.login(),
            List.of(
                new PeopleRoutes(vertx, database, sessions, audit, clock, permissions),
                new RoleRoutes(database, sessions, audit, permissions),
                new AuditRoutes(database, heads, zone),
                new ParkRoutes(database, audit, clock),
                new SalesPlaceRoutes(database, audit),
                new HandheldRoutes(database, audit, new HandheldGates(link), clock, QrModules::of),
                new TicketTypeRoutes(database, audit, changeLog, zone, clock),
                new TicketingRoutes(database, audit, changeLog, keys, zone, clock),
                new OrderRoutes(database, audit, orders, clock),
                new PromotionRoutes(database, audit),
                new AfterSaleRoutes(database, orders, zone, clock),
                channels,
                new TicketKeyRoutes(database, audit, clock),
                imports,
                personalData,
                new MoneyRoutes(database, audit, zone, clock),
                new DocumentRoutes(vertx, database, audit, config.park()),
                new BatchRoutes(database, audit, changeLog, zone, clock),
                new ReportRoutes(database, config.park(), clock),
                new PaymentRoutes(payment, audit, clock, QrModules::of),
                linkRoutes,
                new LiveRoutes(vertx, board, sessions)),
            List.of(
                new HealthCheck("database", () -> database.read(sql -> sql.selectOne().fetch()))),
            metrics(new CentreMetrics(sessions, database), linkRoutes, payment.metrics(), backup));
    var web =
        listening(
            "http",
            config.http(),
            WebServer.listen(vertx, config.http().host(), config.http().port(), parts));
    opened.push(() -> web.close().await());
    endpoints = Endpoints.of(config.http(), web.port(), gatelinkPort);
    endpoints.write(directory.path());
    opened.push(() -> Endpoints.remove(directory.path()));
  }

  private static List<MetricsText.Source> metrics(
      CentreMetrics own,
      GateLinkRoutes links,
      MetricsText.Source payment,
      Optional<NightlyBackup> backup) {
    return Stream.concat(Stream.of(own, links, payment), backup.stream()).toList();
  }

  private DatabaseSettings databaseSettings(DataDirectory directory) throws IOException {
    return config.database().isPresent()
        ? config.database().get()
        : keep(KeptPostgres.start(directory)).settings();
  }

  private static <T> T listening(String key, CentreConfig.Listen at, Future<T> start)
      throws IOException {
    var done = start.toCompletionStage().toCompletableFuture();
    try {
      return done.join();
    } catch (CompletionException e) {
      throw new IOException(
          "cannot listen on %s:%d (%s): choose another %s.port / 无法监听,请更换 %s.port"
              .formatted(at.host(), at.port(), e.getCause().getMessage(), key, key),
          e.getCause());
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Stops everything, last opened first; what fails is logged and does not keep the rest. */
  @Override
  public synchronized void close() {
    if (loops != null) {
      loops.close();
    }
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("while shutting down", e);
      }
    }
  }
}
