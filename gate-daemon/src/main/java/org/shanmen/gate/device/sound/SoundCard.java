package org.shanmen.gate.device.sound;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Urgency;
import org.shanmen.gate.lane.port.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voice through a sound card: gives the recordings of a prompt to a player, one prompt at a
 * time. What cannot be said is counted ({@code voice.unrecorded}, {@code voice.unplayed}) and told
 * in the log, and raises no alarm: a lane serves its visitors without sound. Thread-safe.
 */
public final class SoundCard implements Voice, Closeable {
  private static final Logger log = LoggerFactory.getLogger(SoundCard.class);

  private record Utterance(String text, Urgency urgency) {}

  private final SoundSettings settings;
  private final Recordings recordings;
  private final Counts counts;
  private final Thread speaker;

  /** What waits, what is being said, and by whom; null if there is none. */
  private Utterance waiting;

  private Utterance current;
  private Process player;
  private boolean closed;

  /** Of the player; a change is told once. */
  private volatile SoundState state = SoundState.UNTRIED;

  private SoundCard(SoundSettings settings, Recordings recordings, Counts counts) {
    this.settings = settings;
    this.recordings = recordings;
    this.counts = counts;
    this.speaker = new Thread(this::run, "voice-sound");
    speaker.setDaemon(true);
  }

  /** Starts the voice. Recordings that cannot be read are told in the log, and nothing is said. */
  public static SoundCard open(SoundSettings settings, Counts counts) {
    Recordings recordings = Recordings.none();
    try {
      recordings = Recordings.in(settings.directory());
    } catch (IOException e) {
      log.warn("voice: no recordings: {}; make them with sound/render.sh", e.toString());
    }
    var card = new SoundCard(settings, recordings, counts);
    card.speaker.start();
    return card;
  }

  /** What became of the last prompt. */
  public SoundState state() {
    return state;
  }

  @Override
  public void say(String text) {
    say(text, Urgency.COURTESY);
  }

  @Override
  public synchronized void say(String text, Urgency urgency) {
    if (waiting != null && waiting.urgency().compareTo(urgency) > 0) {
      counts.add("voice.unsaid");
      return;
    }
    waiting = new Utterance(text, urgency);
    if (current != null && player != null && current.urgency().compareTo(urgency) < 0) {
      player.destroy();
    }
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (player != null) {
        player.destroy();
      }
    }
    speaker.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Utterance next = next();
        Recordings.Parts parts = recordings.parts(next.text());
        if (!parts.unrecorded().isEmpty()) {
          counts.dropped("voice.unrecorded", "no recording of \"" + parts.unrecorded() + "\"");
        }
        if (!parts.files().isEmpty()) {
          play(parts);
        }
      }
    } catch (InterruptedException e) {
      // close() was called: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Utterance next() throws InterruptedException {
    current = null;
    while (waiting == null) {
      wait();
    }
    current = waiting;
    waiting = null;
    return current;
  }

  private void play(Recordings.Parts parts) throws InterruptedException {
    List<String> command = new ArrayList<>(settings.player());
    parts.files().forEach(file -> command.add(file.toString()));
    Process started;
    try {
      started =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      played(false, e.getMessage());
      return;
    }
    try {
      if (!watch(started)) {
        started.destroy();
      }
      if (started.waitFor(Limits.PROMPT_MILLIS, TimeUnit.MILLISECONDS)) {
        int code = started.exitValue();
        if (!wasCutOff()) {
          played(code == 0, settings.player().get(0) + " ended with " + code);
        }
      } else {
        played(false, settings.player().get(0) + " did not end");
      }
    } finally {
      watch(null);
      started.destroyForcibly();
    }
  }

  /**
   * Makes the player known to who may cut it off.
   *
   * @return false if that is due already
   */
  private synchronized boolean watch(Process process) {
    player = process;
    return !wasCutOff();
  }

  private synchronized boolean wasCutOff() {
    return closed
        || waiting != null && current != null && waiting.urgency().compareTo(current.urgency()) > 0;
  }

  private void played(boolean well, String why) {
    boolean wasSilent = state.kind().equals("silent");
    if (!well) {
      counts.add("voice.unplayed");
      if (!wasSilent) {
        log.warn("voice: {}; is there a sound card? The lane goes on in silence", why);
      }
    } else if (wasSilent) {
      log.info("voice: works again");
    }
    state = well ? SoundState.WORKS : SoundState.silent(why);
  }
}
