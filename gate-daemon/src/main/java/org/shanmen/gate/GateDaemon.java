package org.shanmen.gate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.shanmen.gate.device.Devices;
import org.shanmen.gate.device.gpio.UnknownProvider;
import org.shanmen.gate.device.sound.SoundState;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.link.CentreLink;
import org.shanmen.gate.log.ConsoleLog;
import org.shanmen.gate.ops.GateConfig;
import org.shanmen.gate.ops.HealthPage;
import org.shanmen.gate.ops.LaneBoard;
import org.shanmen.gate.ops.MetricsPage;
import org.shanmen.gate.ops.OpsServer;
import org.shanmen.gate.ops.Surroundings;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Scrub;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.conf.InvalidConfiguration;
import org.shanmen.protocol.conf.ReadableByAll;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LaneSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane's controller as a program: {@code GateDaemon --config FILE}.
 *
 * <p>Exit codes: 2 a mistake in the command line or the configuration, 1 the daemon could not start
 * or keep going (the service unit starts it again), 143 ended by SIGTERM.
 */
public final class GateDaemon {
  static {
    ConsoleLog.start();
  }

  private static final Logger LOG = LoggerFactory.getLogger(GateDaemon.class);
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_MISTAKE = 2;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final LaneInputs inputs = new LaneInputs();
  private Thread loopThread;
  private boolean evacuating;

  /** Set when the loop died of a broken invariant. */
  private volatile Throwable failure;

  private GateDaemon() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 2 || !arguments[0].equals("--config")) {
      exit(EXIT_MISTAKE, "usage: shanmen gate --config FILE / 用法:shanmen gate --config 配置文件");
    }
    var config = readConfig(arguments[1]);
    var daemon = new GateDaemon();
    try {
      daemon.open(config);
    } catch (UnknownProvider | NotEnrolled e) {
      daemon.close();
      exit(EXIT_MISTAKE, arguments[1] + ": " + e.getMessage());
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.error("Could not start", e);
      daemon.close();
      daemon.letPeopleOut();
      exit(EXIT_FAILED, "the gate daemon could not start: " + e.getMessage());
    }
    daemon.loopThread.join();
    if (daemon.failure != null) {
      LOG.error("The lane's loop died; the arm was left safe", daemon.failure);
      exit(EXIT_FAILED, "the lane's loop died: " + daemon.failure);
    }
  }

  private static GateConfig readConfig(String file) {
    try {
      var config =
          GateConfig.read(Path.of(file).getFileName().toString(), Files.readString(Path.of(file)));
      if (config.link().enrolmentCode().isPresent()) {
        var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file)));
        ReadableByAll.warning(file, mode).ifPresent(LOG::warn);
      }
      return config;
    } catch (InvalidConfiguration e) {
      e.mistakes().forEach(System.err::println);
      exit(
          EXIT_MISTAKE, "nothing was started: mend " + file + " as listed above / 未启动:请按上面所列更正该文件");
    } catch (NoSuchFileException e) {
      exit(EXIT_MISTAKE, file + ": no such file; conf/gate.conf of the distribution is an example");
    } catch (IOException e) {
      exit(EXIT_MISTAKE, file + ": cannot be read: " + e.getMessage());
    }
    throw new AssertionError("exit returned");
  }

  /**
   * Opens everything and starts the loop, which locks the arm before the centre is called. An arm
   * that was left dropped for people to get out is dropped at once: reading the books takes time,
   * and may fail.
   */
  private void open(GateConfig config) throws IOException, InterruptedException, NotEnrolled {
    Files.createDirectories(config.data());
    lock(config.data());
    evacuating = LaneMemory.evacuates(config.data());
    var reading = OpenedBooks.beside(config);
    var devices =
        Devices.open(
            config.devices(), inputs, evacuating ? ArmPosition.DROPPED : ArmPosition.LOCKED);
    var books = OpenedBooks.of(reading);
    var journal = keep(books.journal());
    journal.damage().forEach(damage -> LOG.warn("Journal: {}", damage));
    var whitelist = keep(books.whitelist());
    whitelist.damage().forEach(damage -> LOG.warn("Whitelist: {}", damage));
    keep(Scrub.start(whitelist));

    var heartbeat = new BoardHeartbeat();
    var link = keep(new CentreLink(config.link(), whitelist, journal, inputs, heartbeat::now));
    opened.push(devices::close);
    var remembered = link.rememberedSettings();
    var texts = books.texts();
    tellMistakes(texts);
    var awake = keep(Wakefulness.start());
    var loop =
        new LaneLoop(
            inputs,
            new LaneLoop.Ports(
                devices.arm(),
                devices.lamp(),
                devices.panel(),
                devices.voice(),
                devices.collector(),
                devices.interlock()),
            new LaneLoop.Books(journal, whitelist, config.data()),
            link,
            new LaneLoop.Clocks(System::nanoTime, InstantSource.system(), awake::takeMissedMillis),
            new LaneLoop.Start(Software.NAME_AND_VERSION, config.lane(), texts, remembered));
    heartbeat.board = loop.board();
    startLoop(loop);
    // The lane serves from here on: all the rest comes up beside it, and loads slowly (ADR 20).
    loop.awaitBegun();
    if (remembered.isPresent()) {
      rehearse(remembered.get(), texts, whitelist);
    } else {
      // On the day of its enrolment a gate hears what lane it is when all else is up.
      loop.configured().thenAcceptAsync(lane -> rehearse(lane, texts, whitelist), beside());
    }
    startLink(link);
    var around = new Around(link, whitelist, journal, devices, inputs);
    var health = new HealthPage(config.id(), loop.board(), around);
    var metrics = new MetricsPage(loop.board(), around);
    var ops = keep(OpsServer.start(config.opsListen(), health::render, metrics::render));
    devices.atProcessEnd(this::close);
    LOG.info(
        "Gate {} is up: {}, health and metrics on port {}",
        config.id(),
        Software.NAME_AND_VERSION,
        ops.port());
  }

  private static Executor beside() {
    return task -> {
      var thread = new Thread(task, "rehearsal");
      thread.setDaemon(true);
      thread.start();
    };
  }

  /** No lane is worth less for a rehearsal that failed. */
  private static void rehearse(LaneSettings lane, Texts texts, Whitelist whitelist) {
    try {
      Rehearsal.play(texts, lane, whitelist);
    } catch (RuntimeException e) {
      LOG.warn("The first visitors may wait a little longer: nothing could be rehearsed", e);
    }
  }

  /** A gate that knows its lane goes on without a link; one that never did has nothing to do. */
  private void startLink(CentreLink link) throws NotEnrolled {
    try {
      link.start();
    } catch (IllegalArgumentException e) {
      if (link.rememberedSettings().isEmpty()) {
        throw new NotEnrolled(e);
      }
      LOG.error("The centre is not called, the lane goes on alone: {}", e.getMessage());
      inputs.offer(new Signal.DeviceHealth("centre-link", false, e.getMessage()));
    }
  }

  /** Wrong words are worth an alarm, not a lane out of use. */
  private void tellMistakes(Texts texts) {
    for (String mistake : texts.mistakes()) {
      LOG.error("Prompts: {}; the built-in words are used / 提示语有误,使用内置用语", mistake);
    }
    if (!texts.mistakes().isEmpty()) {
      inputs.offer(new Signal.DeviceHealth("prompts", false, texts.mistakes().get(0)));
    }
  }

  private void startLoop(LaneLoop loop) {
    loopThread = new Thread(loop, "lane");
    loopThread.setUncaughtExceptionHandler((thread, thrown) -> failure = thrown);
    loopThread.start();
    opened.push(
        () -> {
          inputs.stop();
          loopThread.join(2 * Limits.STOP_WAITS_MILLIS);
        });
  }

  /**
   * Without books there is no lane, but the arm of one that was left in an emergency stays dropped
   * for a while before the service unit tries again, instead of going up and down with each try.
   */
  private void letPeopleOut() throws InterruptedException {
    if (evacuating) {
      LOG.error("The lane was left in an emergency: the arm is held dropped before the next try");
      Thread.sleep(Limits.DROPPED_BEFORE_NEXT_TRY_MILLIS);
    }
  }

  /** Two daemons on one lane would fight for its arm. */
  private void lock(Path data) throws IOException {
    var channel =
        keep(
            FileChannel.open(
                data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          data
              + " is in use by another gate daemon; stop that one, or give this gate its own gate.data");
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Closes everything, latest first: the pages, the lane, its devices, the link, the books. */
  private synchronized void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("Could not close everything", e);
      }
    }
  }

  /** The configuration does not say how to become one of the park's gates. */
  private static final class NotEnrolled extends Exception {
    private static final long serialVersionUID = 1;

    NotEnrolled(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static void exit(int code, String why) {
    System.err.println("shanmen: " + why);
    System.exit(code);
  }

  /** The link is built before the loop whose state it reports; it reports only once started. */
  private static final class BoardHeartbeat {
    private volatile LaneBoard board;

    Heartbeat.Builder now() {
      return board == null ? Heartbeat.newBuilder() : board.heartbeat();
    }
  }

  /** The rooms around the loop, as the pages see them. */
  private record Around(
      CentreLink link, Whitelist whitelist, Journal journal, Devices devices, LaneInputs inputs)
      implements Surroundings {
    @Override
    public boolean linkUp() {
      return link.isUp();
    }

    @Override
    public long whitelistVersion() {
      return whitelist.version();
    }

    @Override
    public long whitelistHash() {
      return whitelist.position().hash();
    }

    @Override
    public long journalEpoch() {
      return journal.epoch();
    }

    @Override
    public long journalLast() {
      return journal.lastSequence();
    }

    @Override
    public long journalAcknowledged() {
      return link.acknowledged();
    }

    @Override
    public double journalFullness() {
      return journal.fullness();
    }

    @Override
    public Optional<SoundState> sound() {
      return devices.sound();
    }

    @Override
    public Map<String, Long> dropped() {
      var dropped = new HashMap<>(devices.counts());
      dropped.put("inbox.full", inputs.dropped());
      return dropped;
    }
  }
}
