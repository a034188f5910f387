package org.shanmen.sim.rig;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.shanmen.sim.serial.Bx5kPanel;
import org.shanmen.sim.serial.Display;
import org.shanmen.sim.serial.SerialDevice;
import org.shanmen.sim.serial.SerialLine;
import org.shanmen.sim.serial.TextPanel;
import org.shanmen.sim.serial.TurnstileBoard;
import org.shanmen.sim.serial.VoiceModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serial devices of one lane, each on its line. Thread-safe. */
final class SerialPlayers implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SerialPlayers.class);

  /** What panel and voice have been told. */
  record Heard(String panel, long panelTexts, List<String> spoken, long prompts) {}

  private final Map<SerialDevice, SerialLine> lines = new EnumMap<>(SerialDevice.class);
  private final Path directory;
  private final ScheduledExecutorService timer;
  private final Runnable listener;
  private final long startNanos = System.nanoTime();

  // The two devices that listen, guarded by this object's lock.
  private final Display panel;
  private final VoiceModule voice;

  /** Has a lock of its own, taken before the lane's, and that before this object's. */
  private final TurnstileBoard board;

  /**
   * @param listener is told when panel, voice or board got something; called without a lock held
   * @param arm moved by the board on its line, if the lane has it; called without this object's
   *     lock held
   */
  SerialPlayers(
      Path directory,
      SerialSettings settings,
      double speed,
      ScheduledExecutorService timer,
      Runnable listener,
      TurnstileBoard.Arm arm) {
    this.directory = directory;
    this.timer = timer;
    this.listener = listener;
    this.panel =
        switch (settings.panel()) {
          case DA -> new TextPanel();
          case BX5K -> new Bx5kPanel();
        };
    this.voice =
        switch (settings.voice()) {
          case SYN6288 -> VoiceModule.syn6288(speed);
          case XFS5152 -> VoiceModule.xfs5152(speed);
        };
    this.board = new TurnstileBoard(arm);
    for (SerialDevice device : settings.devices()) {
      lines.put(device, new SerialLine(path(device), bytes -> received(device, bytes)));
    }
  }

  Path path(SerialDevice device) {
    return directory.resolve(device.label());
  }

  void plugAll() throws IOException {
    for (SerialLine line : lines.values()) {
      line.plug();
    }
  }

  void plug(SerialDevice device) throws IOException {
    line(device).plug();
  }

  void unplug(SerialDevice device) throws IOException {
    line(device).unplug();
    synchronized (this) {
      if (device == SerialDevice.PANEL) {
        panel.reset();
      } else if (device == SerialDevice.VOICE) {
        voice.reset();
      }
    }
    if (device == SerialDevice.BOARD) {
      board.reset();
    }
    listener.run();
  }

  void send(SerialDevice device, byte[] bytes) throws IOException {
    line(device).send(bytes);
  }

  private SerialLine line(SerialDevice device) throws IOException {
    var line = lines.get(device);
    if (line == null) {
      throw new IOException(
          "this lane has no " + device.label() + "; name it in its block serial of sim.conf");
    }
    return line;
  }

  synchronized Heard heard() {
    return new Heard(panel.text(), panel.texts(), voice.spoken(), voice.prompts());
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (SerialLine line : lines.values()) {
      try {
        line.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void received(SerialDevice device, byte[] bytes) {
    if (device == SerialDevice.BOARD) {
      // It takes the lane's lock, under which this object's may be wanted.
      say(device, board.receive(bytes));
      listener.run();
      return;
    }
    byte[] answer;
    synchronized (this) {
      answer =
          switch (device) {
            case PANEL -> panel.receive(bytes);
            case VOICE -> voice.receive(bytes, nowMillis());
            // They take no orders; the board has heard its own.
            case SCANNER,
                CARD_READER,
                SCANNER_INNER,
                CARD_READER_INNER,
                COLLECTOR_READER,
                ID_READER,
                BOARD ->
                new byte[0];
          };
    }
    say(device, answer);
    if (device == SerialDevice.VOICE) {
      // Not before its answer was sent: a fast voice would have finished before it was accepted.
      synchronized (this) {
        setTimer();
      }
    }
    listener.run();
  }

  /** Called with the lock held. */
  private void setTimer() {
    long idleAt = voice.idleAtMillis();
    if (idleAt != Long.MAX_VALUE && !timer.isShutdown()) {
      long dueNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(idleAt);
      timer.schedule(this::fallSilent, dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  private void fallSilent() {
    byte[] answer;
    synchronized (this) {
      answer = voice.advance(nowMillis());
    }
    say(SerialDevice.VOICE, answer);
  }

  private void say(SerialDevice device, byte[] answer) {
    if (answer.length > 0) {
      try {
        lines.get(device).send(answer);
      } catch (IOException e) {
        LOG.debug("{}: an answer is lost: {}", device.label(), e.getMessage());
      }
    }
  }

  private long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
