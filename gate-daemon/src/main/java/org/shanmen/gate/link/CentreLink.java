package org.shanmen.gate.link;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * The connection to the centre, kept up for ever: enrols once, greets, follows the whitelist,
 * uploads events, carries commands and heartbeats, and connects again after every loss.
 *
 * <p>Thread-safe; no method but {@link #close} blocks. The link closes neither whitelist nor
 * journal.
 */
public final class CentreLink implements Upstream, AutoCloseable {
  private static final long CLOSE_SECONDS = 60;

  private final LinkSettings settings;
  private final Journal journal;
  private final WaitingResults results = new WaitingResults(Limits.WAITING_RESULTS);
  private final ClockOffset clockOffset = new ClockOffset(Limits.CLOCK_EXCHANGES);
  private final RememberedSettings remembered;
  private final ExecutorService worker;
  private final SnapshotIntake intake;
  private final Oblivion oblivion;
  private final Connector connector;
  private final AtomicBoolean waitingForForce = new AtomicBoolean();
  private final AtomicBoolean beatWanted = new AtomicBoolean();

  /**
   * @param status a snapshot of the lane for a heartbeat; called on the link's thread about once a
   *     second, must be thread-safe and quick. The link fills in time, software, whitelist and
   *     journal positions.
   */
  public CentreLink(
      LinkSettings settings,
      Whitelist whitelist,
      Journal journal,
      LinkListener listener,
      Supplier<Heartbeat.Builder> status) {
    this(
        settings,
        whitelist,
        journal,
        listener,
        status,
        new ReconnectPause(
            Limits.RECONNECT_FIRST_MILLIS, Limits.RECONNECT_LONGEST_MILLIS, new SecureRandom()));
  }

  CentreLink(
      LinkSettings settings,
      Whitelist whitelist,
      Journal journal,
      LinkListener listener,
      Supplier<Heartbeat.Builder> status,
      ReconnectPause pause) {
    this.settings = settings;
    this.journal = journal;
    this.remembered = new RememberedSettings(settings.identityDirectory());
    // What waits here is bounded by Limits.WAITING_CHANGES_BYTES for each connection.
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "centre-link-whitelist"));
    this.intake = new SnapshotIntake(whitelist);
    this.oblivion = new Oblivion(settings.identityDirectory(), whitelist, intake, remembered);
    var around =
        new Session.Surroundings(
            settings.gateId(),
            software(),
            whitelist,
            intake,
            new Setback(settings.identityDirectory(), System::nanoTime),
            journal,
            listener,
            status,
            worker,
            results,
            clockOffset,
            InstantSource.system(),
            System::nanoTime);
    this.connector = new Connector(settings, around, pause, this::eventsAppended);
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static String software() {
    return "gate-daemon "
        + Optional.ofNullable(CentreLink.class.getPackage().getImplementationVersion())
            .orElse("from classes");
  }

  /**
   * Begins to connect, and to connect again after every loss.
   *
   * @throws IllegalArgumentException if the gate is not enrolled and the enrolment code is missing,
   *     malformed or another gate's; the message says what to do
   */
  public void start() {
    var directory = settings.identityDirectory();
    Optional<Identity> identity;
    try {
      Files.createDirectories(directory);
      Secrets.keepFromOthers(directory);
      identity = Identity.read(directory);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the gate's identity in %s cannot be used (%s): delete it and enrol the gate anew"
              .formatted(directory, e.getMessage()),
          e);
    }
    var code = settings.enrolmentCode().map(text -> EnrolmentCode.parse(text, settings.gateId()));
    if (identity.isEmpty() && code.isEmpty()) {
      throw new IllegalArgumentException(
          "gate %s is not enrolled and centre.enrolment-code is missing: ask the centre for one (docs/OPERATING.md)"
                  .formatted(settings.gateId())
              + " and put it into the configuration");
    }
    connector.start(identity, code);
  }

  /** What the centre last said about this lane and {@link #remember} kept; empty until then. */
  public Optional<LaneSettings> rememberedSettings() {
    return remembered.get();
  }

  @Override
  public void remember(LaneSettings lane) {
    onWorker(() -> remembered.remember(lane));
  }

  @Override
  public void forget() {
    onWorker(oblivion);
  }

  private void onWorker(Runnable task) {
    try {
      worker.execute(task);
    } catch (RejectedExecutionException e) {
      // The link was closed meanwhile; the centre says it again.
    }
  }

  @Override
  public void eventsAppended() {
    if (!waitingForForce.compareAndSet(false, true)) {
      return;
    }
    long last = journal.lastSequence();
    journal
        .forced(last)
        .whenComplete(
            (done, failure) -> {
              waitingForForce.set(false);
              if (failure == null) {
                onSession(Session::upload);
                if (journal.lastSequence() > last) {
                  eventsAppended();
                }
              }
            });
  }

  @Override
  public void sendResult(CommandResult result) {
    results.add(result);
    onSession(Session::sendResults);
  }

  @Override
  public boolean ask(Claim claim) {
    return connector.session().filter(Session::canAsk).isPresent()
        && onSession(session -> session.ask(claim));
  }

  @Override
  public void statusChanged() {
    if (beatWanted.compareAndSet(false, true)) {
      boolean taken =
          onSession(
              session -> {
                beatWanted.set(false);
                session.beat();
              });
      if (!taken) {
        beatWanted.set(false);
      }
    }
  }

  private boolean onSession(Consumer<Session> task) {
    var session = connector.session();
    if (session.isEmpty()) {
      return false;
    }
    try {
      connector.execute(() -> task.accept(session.get()));
      return true;
    } catch (RejectedExecutionException e) {
      // The link was closed meanwhile.
      return false;
    }
  }

  @Override
  public OptionalLong clockOffsetMillis() {
    return clockOffset.millis();
  }

  public boolean isUp() {
    return connector.session().isPresent();
  }

  /**
   * The last sequence of the present epoch that the centre said it holds; 0 before it said so since
   * the daemon's start.
   */
  public long acknowledged() {
    return connector.acknowledged();
  }

  /** Closes the connection and stops connecting; returns when the link's threads have ended. */
  @Override
  public void close() {
    connector.close();
    if (!worker.isShutdown()) {
      worker.execute(intake::abandon);
      worker.shutdown();
    }
    try {
      // A snapshot that is being put in force is not interrupted.
      worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
