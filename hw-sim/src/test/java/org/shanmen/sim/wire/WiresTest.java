package org.shanmen.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Pi4J context at one end of a real socket, the lane's end at the other. */
@Timeout(180)
class WiresTest {
  private static final int FIRE_LOOP = 13;
  private static final int BEAM = 5;
  private static final int RELEASE = 17;

  @TempDir Path directory;

  private final Board board = new Board();
  private Path path;
  private LaneWires lane;
  private Context context;

  @BeforeEach
  void openLane() throws IOException {
    path = directory.resolve("wires.sock");
    lane = LaneWires.open(path, board);
  }

  @AfterEach
  void clear() throws IOException {
    if (context != null) {
      context.shutdown();
    }
    lane.close();
  }

  @Test
  void inputsHaveTheLanesLevelsFromTheStart() throws Exception {
    startDaemon();

    assertThat(input(FIRE_LOOP).state()).isEqualTo(DigitalState.HIGH);
    assertThat(input(BEAM).state()).isEqualTo(DigitalState.LOW);
  }

  @Test
  void aChangedInputIsAnEvent() throws Exception {
    startDaemon();
    var beam = input(BEAM);
    var events = events(beam);
    board.inputs().level(BEAM, true);
    board.inputs().level(BEAM, true);
    board.inputs().level(BEAM, false);

    assertThat(next(events)).isEqualTo(DigitalState.HIGH);
    assertThat(next(events)).isEqualTo(DigitalState.LOW);
    assertThat(beam.state()).isEqualTo(DigitalState.LOW);
  }

  @Test
  void outputsStartLowAndReachTheLane() throws Exception {
    startDaemon();
    var release = output(RELEASE);
    assertThat(board.next()).isEqualTo("out 17 0");
    release.high();
    assertThat(board.next()).isEqualTo("out 17 1");
    release.low();

    assertThat(board.next()).isEqualTo("out 17 0");
  }

  @Test
  void theLaneNoticesThatTheDaemonIsGone() throws Exception {
    startDaemon();
    context.shutdown();

    assertThat(board.next()).isEqualTo("detached");
  }

  @Test
  void aLostLaneIsACutWireAndComingBackItIsToldTheOutputs() throws Exception {
    startDaemon();
    var loop = input(FIRE_LOOP);
    var events = events(loop);
    output(RELEASE).high();
    board.next();
    board.next();
    lane.close();
    assertThat(next(events)).as("a cut loop reads as fire").isEqualTo(DigitalState.LOW);
    assertThat(board.next()).isEqualTo("detached");
    lane = LaneWires.open(path, board);

    assertThat(board.next()).isEqualTo("attached");
    assertThat(board.next()).isEqualTo("out 17 1");
    assertThat(next(events)).isEqualTo(DigitalState.HIGH);
  }

  @Test
  void aDaemonMayStartBeforeItsLane() throws Exception {
    lane.close();
    context = context(Optional.of(path));
    var loop = input(FIRE_LOOP);
    assertThat(loop.state()).isEqualTo(DigitalState.LOW);
    var events = events(loop);
    lane = LaneWires.open(path, board);

    assertThat(next(events)).isEqualTo(DigitalState.HIGH);
  }

  @Test
  void garbageClosesTheConnectionAndTheNextControllerIsServed() throws Exception {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      assertThat(board.next()).isEqualTo("attached");
      channel.write(StandardCharsets.US_ASCII.encode("open sesame\n"));
      assertThat(board.next()).isEqualTo("detached");
    }
    startDaemon();

    assertThat(input(FIRE_LOOP).state()).isEqualTo(DigitalState.HIGH);
  }

  @Test
  void anEndlessLineClosesTheConnection() throws Exception {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      board.next();
      channel.write(ByteBuffer.wrap(new byte[WireLine.MAX_LENGTH + 1]));

      assertThat(board.next()).isEqualTo("detached");
    }
  }

  @Test
  void withoutASocketAPinSaysWhatToSet() {
    context = context(Optional.empty());

    assertThatThrownBy(() -> input(BEAM)).hasStackTraceContaining("SHANMEN_SIM_WIRES");
  }

  @Test
  void aSocketsPathThatIsTooLongSaysWhatToDo() {
    var deep = directory.resolve("x".repeat(100)).resolve("wires.sock");

    assertThatThrownBy(() -> LaneWires.open(deep, board))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shorter name");
  }

  private void startDaemon() throws InterruptedException {
    context = context(Optional.of(path));
    assertThat(board.next()).isEqualTo("attached");
  }

  private static Context context(Optional<Path> path) {
    var wires = path.map(ControllerWires::new);
    return Pi4J.newContextBuilder()
        .noAutoDetect()
        .disableShutdownHook()
        .add(new SimulatedInputProvider(wires), new SimulatedOutputProvider(wires))
        .build();
  }

  private DigitalInput input(int pin) {
    return context.create(
        DigitalInput.newConfigBuilder(context)
            .id("in" + pin)
            .address(pin)
            .provider(SimulatedPinsPlugin.INPUT_PROVIDER)
            .build());
  }

  private DigitalOutput output(int pin) {
    return context.create(
        DigitalOutput.newConfigBuilder(context)
            .id("out" + pin)
            .address(pin)
            .initial(DigitalState.LOW)
            .shutdown(DigitalState.LOW)
            .provider(SimulatedPinsPlugin.OUTPUT_PROVIDER)
            .build());
  }

  private static BlockingQueue<DigitalState> events(DigitalInput input) {
    var events = new LinkedBlockingQueue<DigitalState>();
    input.addListener(event -> events.add(event.state()));
    return events;
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return queue.poll(30, TimeUnit.SECONDS);
  }

  /** The lane's end: fire loop closed, everything else low. */
  private static final class Board implements LaneWires.Lane {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private volatile InputWires inputs;

    InputWires inputs() {
      return inputs;
    }

    String next() throws InterruptedException {
      return WiresTest.next(seen);
    }

    @Override
    public void attached(InputWires wires) {
      inputs = wires;
      wires.level(BEAM, false);
      wires.level(FIRE_LOOP, true);
      wires.ready();
      seen.add("attached");
    }

    @Override
    public void output(int pin, boolean high) {
      seen.add("out " + pin + (high ? " 1" : " 0"));
    }

    @Override
    public void detached() {
      seen.add("detached");
    }
  }
}
