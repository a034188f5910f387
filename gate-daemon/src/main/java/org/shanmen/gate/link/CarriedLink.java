package org.shanmen.gate.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Refusal;

/**
 * The link of an enrolled gate without its socket, TLS and threads: whoever holds it carries the
 * bytes both ways and lets time go by. Codec, session, upload, whitelist follower and what is kept
 * between connections are the ones of {@link CentreLink}. Public for {@code ./shanmen soak park}.
 *
 * <p>Only the simulator uses it, and yet it lives here: it is put together from eleven parts of
 * this room that nobody outside knows (a session and what surrounds it, its codec, the snapshot and
 * the setback that outlive it, answers that wait, the clock's offset, the pause between two
 * connections, what is remembered, forgotten and renewed). To make all those public would open the
 * room to everybody for the sake of one who looks in; this is the one door.
 *
 * <p>Not thread-safe. When a connection has ended ({@link #isConnected} turns false), the holder
 * connects again after {@link #pauseMillis}.
 */
public class CarriedLink implements Upstream {
  /**
   * @param wall what the gate takes for the time
   * @param nanos a clock that never jumps; it may rest, heartbeats rest with it
   * @param worker takes changes of the whitelist, in order; may do them at once or later
   * @param random draws the pauses before connecting again
   */
  public record Around(
      InstantSource wall, LongSupplier nanos, Executor worker, RandomGenerator random) {}

  private final Around around;
  private final Journal journal;
  private final LinkListener listener;
  private final WaitingResults results = new WaitingResults(Limits.WAITING_RESULTS);
  private final ClockOffset clockOffset = new ClockOffset(Limits.CLOCK_EXCHANGES);
  private final Path identityDirectory;
  private final Oblivion oblivion;
  private final RememberedSettings remembered;
  private final ReconnectPause pause;
  private final Session.Surroundings surroundings;
  private Optional<Connection> connection = Optional.empty();
  private boolean waitingForForce;

  /**
   * @param gateId the gate's code, such as N1
   * @param identityDirectory where the lane's settings are kept
   * @param status a snapshot of the lane for a heartbeat
   */
  public CarriedLink(
      String gateId,
      Path identityDirectory,
      Whitelist whitelist,
      Journal journal,
      LinkListener listener,
      Supplier<Heartbeat.Builder> status,
      Around around) {
    this.around = around;
    this.journal = journal;
    this.listener = listener;
    this.identityDirectory = identityDirectory;
    this.remembered = new RememberedSettings(identityDirectory);
    this.pause =
        new ReconnectPause(
            Limits.RECONNECT_FIRST_MILLIS, Limits.RECONNECT_LONGEST_MILLIS, around.random());
    var intake = new SnapshotIntake(whitelist);
    this.oblivion = new Oblivion(identityDirectory, whitelist, intake, remembered);
    this.surroundings =
        new Session.Surroundings(
            gateId,
            "carried",
            whitelist,
            intake,
            new Setback(identityDirectory, around.nanos()),
            journal,
            listener,
            status,
            around.worker(),
            results,
            clockOffset,
            around.wall(),
            around.nanos());
  }

  /** One connection and its own timers. */
  private final class Connection implements Session.Owner {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final Session session =
        new Session(surroundings, Renewal.ofNothing(identityDirectory), this);
    private final EmbeddedChannel channel;
    private long tickedNanos = around.nanos().getAsLong();
    private long upSinceNanos;
    private boolean up;

    Connection() {
      channel =
          EmbeddedChannel.builder().ticker(ticker).handlers(new EnvelopeCodec(), session).build();
    }

    void turn() {
      long now = around.nanos().getAsLong();
      ticker.advance(now - tickedNanos, TimeUnit.NANOSECONDS);
      tickedNanos = now;
      channel.runPendingTasks();
    }

    @Override
    public void renewed(Identity identity) {
      throw new IllegalStateException("nobody asked for a certificate");
    }

    @Override
    public void up(Session greeted) {
      up = true;
      upSinceNanos = around.nanos().getAsLong();
      listener.onLink(true);
    }

    @Override
    public void ended(Session over, Optional<Refusal> refusal, boolean wasUp) {
      up = false;
      if (connection.filter(now -> now == this).isPresent()) {
        connection = Optional.empty();
      }
      if (wasUp) {
        listener.onLink(false);
        long upNanos = around.nanos().getAsLong() - upSinceNanos;
        if (upNanos >= TimeUnit.MILLISECONDS.toNanos(Limits.LINK_STABLE_MILLIS)) {
          pause.reset();
        }
      }
      refusal
          .filter(why -> why.getCause() == Refusal.Cause.SUPERSEDED)
          .ifPresent(why -> pause.longest());
    }

    @Override
    public void acknowledged(long sequence) {
      // Nobody shows it.
    }
  }

  /** See {@link CentreLink#rememberedSettings}. */
  public Optional<LaneSettings> rememberedSettings() {
    return remembered.get();
  }

  @Override
  public void remember(LaneSettings lane) {
    around.worker().execute(() -> remembered.remember(lane));
  }

  @Override
  public void forget() {
    around.worker().execute(oblivion);
  }

  /** A connection stands: the gate greets. Ends the last one if it stands still. */
  public void connect() {
    cut();
    var fresh = new Connection();
    connection = Optional.of(fresh);
    fresh.session.greet();
    turn();
  }

  /** The connection is lost. */
  public void cut() {
    connection.ifPresent(lost -> lost.channel.close());
  }

  /** Whether a connection stands, greeted or not. */
  public boolean isConnected() {
    return connection.isPresent();
  }

  /** Whether the centre has greeted. */
  public boolean isUp() {
    return connection.filter(now -> now.up).isPresent();
  }

  /** How long to wait before connecting again, in milliseconds. */
  public long pauseMillis() {
    return pause.nextMillis();
  }

  /** Bytes came from the centre. */
  public void receive(byte[] bytes) {
    connection.ifPresent(now -> now.channel.writeInbound(Unpooled.wrappedBuffer(bytes)));
    turn();
  }

  /** Takes the bytes that go to the centre, frame by frame. */
  public List<byte[]> takeSent() {
    var sent = new ArrayList<byte[]>();
    connection.ifPresent(
        now -> {
          for (ByteBuf out = now.channel.readOutbound();
              out != null;
              out = now.channel.readOutbound()) {
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            out.release();
            sent.add(bytes);
          }
        });
    return sent;
  }

  /** Does what is due by the clock, and what the worker left. */
  public void turn() {
    connection.ifPresent(Connection::turn);
  }

  @Override
  public void eventsAppended() {
    if (waitingForForce) {
      return;
    }
    waitingForForce = true;
    long last = journal.lastSequence();
    journal
        .forced(last)
        .whenComplete(
            (done, failure) -> {
              waitingForForce = false;
              if (failure == null) {
                onSession(Session::upload);
                if (journal.lastSequence() > last) {
                  eventsAppended();
                }
              }
            });
  }

  private void onSession(Consumer<Session> task) {
    connection.filter(now -> now.up).ifPresent(now -> task.accept(now.session));
  }

  @Override
  public boolean ask(Claim claim) {
    boolean canAsk = connection.filter(now -> now.up && now.session.canAsk()).isPresent();
    onSession(session -> session.ask(claim));
    return canAsk;
  }

  @Override
  public void sendResult(CommandResult result) {
    results.add(result);
    onSession(Session::sendResults);
  }

  @Override
  public void statusChanged() {
    onSession(Session::beat);
  }

  @Override
  public OptionalLong clockOffsetMillis() {
    return clockOffset.millis();
  }
}
