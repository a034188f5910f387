package org.shanmen.gate.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.gate.lane.port.Voice;

/** Opens devices on serial lines and closes all of them together. */
public final class SerialDevices implements Closeable {
  private static final long FIRST_RETRY_MILLIS = 100;
  private static final long LONGEST_RETRY_MILLIS = 2_000;

  private final Inbox inbox;
  private final Counts counts;
  private final Map<String, SerialLine> lines = new HashMap<>();
  private final Deque<Runnable> closings = new ArrayDeque<>();

  public SerialDevices(Inbox inbox, Counts counts) {
    this.inbox = inbox;
    this.counts = counts;
  }

  /** Starts a device that reads credentials, named in signals as in its settings. */
  public void reader(ReaderSettings settings) {
    SerialLine.Listener reader = CredentialReader.of(settings, inbox, counts);
    Health health = new Health(settings.name(), inbox);
    if (settings.alive().isPresent()) {
      LifeSign sign = settings.alive().get();
      WatchedReader watched = new WatchedReader(settings, sign, reader, health, counts, backoff());
      watched.start();
      lines.put(settings.name(), watched.line());
      closings.push(watched::close);
      return;
    }
    SerialLine line =
        new SerialLine(settings.name(), settings.port(), reader, health, counts, backoff());
    line.start();
    lines.put(settings.name(), line);
    closings.push(line::close);
  }

  /** Starts a text panel, named {@code panel} in signals. */
  public Panel panel(PanelSettings settings) {
    LedPanel panel = new LedPanel(settings, new Health("panel", inbox), counts, backoff());
    panel.start();
    lines.put("panel", panel.line());
    closings.push(panel::close);
    return panel;
  }

  /** Starts a voice module, named {@code voice} in signals. */
  public Voice voice(VoiceSettings settings) {
    SpeechModule voice = new SpeechModule(settings, new Health("voice", inbox), counts, backoff());
    voice.start();
    lines.put("voice", voice.line());
    closings.push(voice::close);
    return voice;
  }

  /**
   * A line for a device that is spoken to elsewhere; its owner starts it.
   *
   * @param name of the device in signals
   * @param closing ends the talk and closes the line
   */
  public SerialLine line(
      String name,
      SerialPortSettings settings,
      SerialLine.Listener listener,
      Health health,
      Runnable closing) {
    SerialLine line = new SerialLine(name, settings, listener, health, counts, backoff());
    lines.put(name, line);
    closings.push(closing);
    return line;
  }

  /** Starts a thread when the process ends, before the library closes the ports. */
  public void atProcessEnd(Thread last) {
    if (lines.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(last);
    } else {
      SerialPort.addShutdownHook(last);
    }
  }

  /** How often a device's port was opened so far. */
  int openings(String device) {
    return lines.get(device).openings();
  }

  @Override
  public void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }

  private static Backoff backoff() {
    return new Backoff(FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS, new SplittableRandom());
  }
}
