package org.shanmen.sim.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.SnapshotAck;
import org.shanmen.protocol.wire.WhitelistAck;

/**
 * One connection of a gate that speaks the real protocol and keeps of its whitelist the version and
 * the hash: it confirms at once what a real gate writes to its disk first. Belongs to its channel's
 * event loop, except where said.
 */
final class LightGate extends SimpleChannelInboundHandler<ByteBuf> {
  private static final int HEARTBEAT_MILLIS = 1_000;

  /** What is known of the gate over all of its connections; read by other threads. */
  static final class State {
    final GateIdentity identity;
    volatile long version;
    volatile long hash;
    volatile long acknowledged;
    volatile long bytes;
    volatile boolean welcomed;
    volatile String trouble = "";

    State(GateIdentity identity) {
      this.identity = identity;
    }
  }

  private final State state;
  private final Runnable changed;
  private final Consumer<PackedChunk> intake;
  private final FrameReader reader = new FrameReader();
  private final FrameWriter writer = new FrameWriter();
  private ChannelHandlerContext context;

  /**
   * @param changed told after every message, on the event loop
   * @param intake takes in the parts of a snapshot, before they are acknowledged
   */
  LightGate(State state, Runnable changed, Consumer<PackedChunk> intake) {
    this.state = state;
    this.changed = changed;
    this.intake = intake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext where, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        greet();
      } else {
        state.trouble = String.valueOf(handshake.cause());
      }
    }
  }

  private void greet() {
    send(
        Envelope.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocolVersion(Frames.PROTOCOL_VERSION)
                    .setGate(state.identity.code())
                    .setSoftware("bench")
                    .setWhitelistVersion(state.version)
                    .setWhitelistHash(state.hash)
                    .setJournalEpoch(1)
                    .setJournalLast(state.acknowledged)));
  }

  private void send(Envelope.Builder message) {
    context.writeAndFlush(Unpooled.wrappedBuffer(writer.frame(message)), context.voidPromise());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext from, ByteBuf read) {
    var bytes = new byte[read.readableBytes()];
    read.readBytes(bytes);
    state.bytes += bytes.length;
    for (var decoded : reader.feed(bytes)) {
      if (decoded instanceof Decoded.Ok<Envelope> ok) {
        message(ok.value());
      } else if (decoded instanceof Decoded.Malformed<Envelope> malformed) {
        state.trouble = malformed.why();
      }
    }
    changed.run();
  }

  private void message(Envelope envelope) {
    switch (envelope.getBodyCase()) {
      case WELCOME -> welcomed();
      case DELTA -> {
        var delta = envelope.getDelta();
        inForce(delta.getTargetVersion(), delta.getTargetHash());
      }
      case PACKED_CHUNK -> {
        var chunk = envelope.getPackedChunk();
        intake.accept(chunk);
        send(
            Envelope.newBuilder()
                .setSnapshotAck(
                    SnapshotAck.newBuilder()
                        .setVersion(chunk.getVersion())
                        .setHash(chunk.getHash())
                        .setIndex(chunk.getIndex())));
        if (chunk.getLast()) {
          inForce(chunk.getVersion(), chunk.getHash());
        }
      }
      case EVENTS_ACK -> state.acknowledged = envelope.getEventsAck().getSequence();
      case REFUSAL -> state.trouble = envelope.getRefusal().getText();
      default -> {
        // Nothing that is measured.
      }
    }
  }

  private void welcomed() {
    state.welcomed = true;
    context
        .executor()
        .scheduleAtFixedRate(this::beat, HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    if (context.channel().isActive()) {
      send(
          Envelope.newBuilder()
              .setHeartbeat(
                  Heartbeat.newBuilder()
                      .setAtMillis(System.currentTimeMillis())
                      .setWhitelistVersion(state.version)
                      .setWhitelistHash(state.hash)));
    }
  }

  private void inForce(long version, long hash) {
    state.version = version;
    state.hash = hash;
    send(
        Envelope.newBuilder()
            .setWhitelistAck(WhitelistAck.newBuilder().setVersion(version).setHash(hash)));
  }

  /** Uploads events; from any thread. */
  void upload(List<Event> batch) {
    context
        .executor()
        .execute(
            () -> send(Envelope.newBuilder().setEvents(Events.newBuilder().addAllEvents(batch))));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext where, Throwable cause) {
    state.trouble = String.valueOf(cause);
    context.close();
  }
}
