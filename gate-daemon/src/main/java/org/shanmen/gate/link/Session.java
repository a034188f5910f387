package org.shanmen.gate.link;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.journal.JournalFailed;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.gate.whitelist.WhitelistFailed;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.SnapshotPlace;
import org.shanmen.protocol.wire.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of an enrolled gate, from the handshake to its end.
 *
 * <pre>
 * GREETING --Welcome--> UP --loss, silence, anything malformed or out of place--> ENDED
 * </pre>
 *
 * <p>Everything happens on the event loop, but for changes to the whitelist, which wait for the
 * link's worker; when too many wait, nothing more is read from the centre.
 */
final class Session extends SimpleChannelInboundHandler<Decoded<Envelope>> {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** What a waiting change takes besides its bytes. */
  private static final int CHANGE_OVERHEAD_BYTES = 512;

  private enum Stage {
    GREETING,
    UP,
    ENDED
  }

  /**
   * What a session works with.
   *
   * @param worker one thread, in order
   * @param status of the lane
   * @param nanos never jumps
   */
  record Surroundings(
      String gateId,
      String software,
      Whitelist whitelist,
      SnapshotIntake intake,
      Setback setback,
      Journal journal,
      LinkListener listener,
      Supplier<Heartbeat.Builder> status,
      Executor worker,
      WaitingResults results,
      ClockOffset clockOffset,
      InstantSource clock,
      LongSupplier nanos) {}

  /** Who wants to know how it goes; called on the event loop. */
  interface Owner {
    void up(Session session);

    /** The last call for a session. */
    void ended(Session session, Optional<Refusal> refusal, boolean wasUp);

    void acknowledged(long sequence);

    /** The next connections show this one. */
    void renewed(Identity identity);
  }

  private final Surroundings around;
  private final Renewal renewal;
  private final Owner owner;
  private final WhitelistFollower follower;
  private ChannelHandlerContext context;
  private Stage stage = Stage.GREETING;
  private volatile boolean canAsk;
  private Optional<EventUploader> uploader = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();
  private long helloMillis;
  private long heardNanos;
  private int waitingBytes;

  Session(Surroundings around, Renewal renewal, Owner owner) {
    this.around = around;
    this.renewal = renewal;
    this.owner = owner;
    this.follower =
        new WhitelistFollower(
            around.whitelist(),
            around.intake(),
            around.nanos(),
            around.setback(),
            new FollowersLine());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** Begins once the handshake is done. */
  void greet() {
    heardNanos = around.nanos().getAsLong();
    after(Limits.CONNECT_MILLIS, this::checkGreeted);
    // Behind whatever the last connection left on the worker, so that version and hash are settled.
    onWorker(
        () -> {
          var whitelist = around.whitelist().position();
          var unfinished = around.intake().place();
          onLoop(() -> hello(whitelist, unfinished));
        });
  }

  private void hello(Whitelist.Position whitelist, Optional<SnapshotPlace> unfinished) {
    helloMillis = around.clock().millis();
    var hello =
        Hello.newBuilder()
            .setProtocolVersion(Frames.PROTOCOL_VERSION)
            .setGate(around.gateId())
            .setSoftware(around.software())
            .setWhitelistVersion(whitelist.version())
            .setWhitelistHash(whitelist.hash())
            .setJournalEpoch(around.journal().epoch())
            .setJournalLast(around.journal().lastSequence())
            .setGateTimeMillis(helloMillis);
    unfinished.ifPresent(hello::setUnfinished);
    send(Envelope.newBuilder().setHello(hello));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext from, Decoded<Envelope> decoded) {
    if (stage == Stage.ENDED) {
      return;
    }
    heardNanos = around.nanos().getAsLong();
    if (decoded instanceof Decoded.Malformed<Envelope> malformed) {
      end("malformed: " + malformed.why());
    } else if (decoded instanceof Decoded.Ok<Envelope> ok) {
      message(ok.value());
    }
  }

  private void message(Envelope envelope) {
    if (envelope.hasRefusal()) {
      refusal = Optional.of(envelope.getRefusal());
      end("the centre closes: " + envelope.getRefusal().getText());
    } else if (stage == Stage.GREETING && envelope.hasWelcome()) {
      welcome(envelope.getWelcome());
    } else if (stage == Stage.UP) {
      switch (envelope.getBodyCase()) {
        case DELTA ->
            change(envelope.getSerializedSize(), () -> follower.follow(envelope.getDelta()));
        case SNAPSHOT_CHUNK ->
            change(
                envelope.getSerializedSize(), () -> follower.follow(envelope.getSnapshotChunk()));
        case PACKED_CHUNK ->
            change(envelope.getSerializedSize(), () -> follower.follow(envelope.getPackedChunk()));
        case EVENTS_ACK -> {
          uploader.orElseThrow().acknowledged(envelope.getEventsAck()).ifPresent(this::end);
          uploaderMoved();
        }
        case EVENTS_WANTED -> {
          uploader.orElseThrow().wanted(envelope.getEventsWanted());
          upload();
        }
        case AREA_STATE -> around.listener().onAreaState(envelope.getAreaState());
        case ENROLLED -> renewal.taken(envelope.getEnrolled()).ifPresent(owner::renewed);
        case CLAIM_REPLY -> around.listener().onClaimReply(envelope.getClaimReply());
        case COMMAND -> around.listener().onCommand(envelope.getCommand());
        case HEARTBEAT_REPLY ->
            around
                .clockOffset()
                .exchanged(
                    envelope.getHeartbeatReply().getGateTimeMillis(),
                    envelope.getHeartbeatReply().getCentreTimeMillis(),
                    around.clock().millis());
        default -> unexpected(envelope);
      }
    } else {
      unexpected(envelope);
    }
  }

  private void unexpected(Envelope envelope) {
    end("message %d, %s, is not due".formatted(envelope.getNumber(), envelope.getBodyCase()));
  }

  private void welcome(Welcome welcome) {
    if (!Frames.serves(welcome.getProtocolVersion())) {
      end(
          "the centre speaks protocol version %d, this gate %d: update one of them"
              .formatted(welcome.getProtocolVersion(), Frames.PROTOCOL_VERSION));
      return;
    }
    stage = Stage.UP;
    canAsk = welcome.getProtocolVersion() >= Frames.CLAIMS_SINCE;
    around
        .clockOffset()
        .exchanged(helloMillis, welcome.getCentreTimeMillis(), around.clock().millis());
    around.listener().onWelcome(welcome.getLane(), welcome.getCentreTimeMillis());
    uploader = Optional.of(new EventUploader(around.journal(), welcome.getAcknowledged()));
    owner.up(this);
    sendResults();
    uploaderMoved();
    beat();
    after(Limits.HEARTBEAT_MILLIS, this::tick);
    if (welcome.getProtocolVersion() >= Frames.RENEWAL_SINCE) {
      renewIfDue();
    }
  }

  private void renewIfDue() {
    long offset = around.clockOffset().millis().orElse(0);
    var now = around.clock().instant().plusMillis(offset);
    renewal.due(around.gateId(), now).ifPresent(this::send);
    after(Limits.RENEWAL_LOOK_MILLIS, this::renewIfDue);
  }

  /** Sends what may be sent now: events that became power-safe, up to the window. */
  void upload() {
    if (stage != Stage.UP) {
      return;
    }
    try {
      while (context.channel().isWritable()) {
        var events = uploader.orElseThrow().next();
        if (events.isEmpty()) {
          return;
        }
        send(Envelope.newBuilder().setEvents(events.get()));
      }
    } catch (JournalFailed e) {
      LOG.error("The journal cannot be read; events wait for a restart", e);
    }
  }

  /** An acknowledgement came, or the whitelist moved. */
  private void uploaderMoved() {
    if (stage != Stage.UP) {
      return;
    }
    try {
      uploader.orElseThrow().forget(around.whitelist().version());
    } catch (UncheckedIOException e) {
      LOG.warn("Old events stay in the journal for now", e);
    }
    owner.acknowledged(uploader.orElseThrow().acknowledged());
    upload();
  }

  /** Sends results of commands that wait. */
  void sendResults() {
    if (stage == Stage.UP) {
      around.results().sendAll(result -> send(Envelope.newBuilder().setCommandResult(result)));
    }
  }

  /** Whether the centre knows claims. From any thread. */
  boolean canAsk() {
    return canAsk;
  }

  void ask(Claim claim) {
    if (stage == Stage.UP) {
      send(Envelope.newBuilder().setClaim(claim));
    }
  }

  /** Sends a heartbeat now. */
  void beat() {
    if (stage != Stage.UP || !context.channel().isWritable()) {
      return;
    }
    var whitelist = around.whitelist().position();
    send(
        Envelope.newBuilder()
            .setHeartbeat(
                around
                    .status()
                    .get()
                    .setAtMillis(around.clock().millis())
                    .setSoftware(around.software())
                    .setWhitelistVersion(whitelist.version())
                    .setWhitelistHash(whitelist.hash())
                    .setWhitelistUnsaved(around.whitelist().isUnsaved())
                    .setJournalLast(around.journal().lastSequence())));
  }

  private void tick() {
    long silentMillis = TimeUnit.NANOSECONDS.toMillis(around.nanos().getAsLong() - heardNanos);
    if (silentMillis > Limits.SILENCE_MILLIS && context.channel().config().isAutoRead()) {
      end("the centre was silent for " + silentMillis + " ms");
      return;
    }
    beat();
    upload();
    after(Limits.HEARTBEAT_MILLIS, this::tick);
  }

  private void checkGreeted() {
    if (stage == Stage.GREETING) {
      end("the centre did not greet within " + Limits.CONNECT_MILLIS + " ms");
    }
  }

  private void after(long millis, Runnable then) {
    context
        .executor()
        .schedule(
            () -> {
              if (stage != Stage.ENDED) {
                then.run();
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** Hands a change to the worker, and stops reading while too much waits there. */
  private void change(int bytes, Runnable follow) {
    int taken = bytes + CHANGE_OVERHEAD_BYTES;
    waitingBytes += taken;
    if (waitingBytes > Limits.WAITING_CHANGES_BYTES) {
      context.channel().config().setAutoRead(false);
    }
    onWorker(
        () -> {
          follow(follow);
          onLoop(() -> changeDone(taken));
        });
  }

  private void changeDone(int taken) {
    waitingBytes -= taken;
    var config = context.channel().config();
    if (waitingBytes < Limits.WAITING_CHANGES_BYTES / 2 && !config.isAutoRead()) {
      heardNanos = around.nanos().getAsLong();
      config.setAutoRead(true);
    }
  }

  private void follow(Runnable follow) {
    try {
      follow.run();
    } catch (WhitelistFailed e) {
      LOG.error("The whitelist cannot be written", e);
      onLoop(() -> end("the whitelist cannot be written: " + e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("A change of the whitelist was not understood", e);
      onLoop(() -> end("a change of the whitelist was not understood: " + e));
    }
  }

  private void onWorker(Runnable task) {
    try {
      around.worker().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The link is closing", e);
    }
  }

  /** From the worker. */
  private void onLoop(Runnable task) {
    try {
      context.executor().execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The link is closing", e);
    }
  }

  private void send(Envelope.Builder message) {
    context.writeAndFlush(message).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  private void end(String why) {
    if (stage != Stage.ENDED) {
      LOG.warn("Closing the connection to the centre: {}", why);
      close();
    }
  }

  /** Ends the connection without a word. */
  void close() {
    context.close();
    ended();
  }

  private void ended() {
    if (stage == Stage.ENDED) {
      return;
    }
    boolean wasUp = stage == Stage.UP;
    stage = Stage.ENDED;
    owner.ended(this, refusal, wasUp);
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    if (stage != Stage.ENDED) {
      LOG.info("The centre closed the connection");
    }
    ended();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext changed) {
    upload();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext where, Throwable cause) {
    end(String.valueOf(cause.getMessage()));
  }

  /** From the worker to the event loop. */
  private final class FollowersLine implements WhitelistFollower.Line {
    @Override
    public void send(Envelope.Builder message) {
      onLoop(
          () -> {
            if (stage == Stage.UP) {
              Session.this.send(message);
            }
          });
    }

    @Override
    public void sendAfter(long millis, Envelope.Builder message) {
      onLoop(() -> after(millis, () -> send(message)));
    }

    @Override
    public void close(String why) {
      onLoop(() -> end(why));
    }

    @Override
    public void later(long millis, Runnable task) {
      onLoop(() -> after(millis, () -> onWorker(() -> follow(task))));
    }

    @Override
    public void changed() {
      around.listener().onWhitelistChanged();
      onLoop(Session.this::uploaderMoved);
    }
  }
}
