package org.shanmen.gate.device.camera;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.CredentialKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads QR codes from the frames that another program writes, such as {@code rpicam-vid}, and
 * presents every code that it sees: as often as it sees it, as the lane tells echoes apart.
 *
 * <p>Three threads: one starts the program and reads its frames, one searches the newest frame, one
 * ends a program that writes no frames. A program that ends, stalls or cannot be started is told as
 * {@code DeviceHealth} of {@code camera} and started again for ever, after pauses that grow.
 */
public final class Camera implements Closeable {
  /**
   * What a test makes shorter.
   *
   * @param firstFrameMillis how long a program may take to its first frame
   * @param stallMillis the longest time between two frames
   */
  record Patience(
      long firstFrameMillis, long stallMillis, long firstRetryMillis, long longestRetryMillis) {
    static final Patience USUAL =
        new Patience(
            Limits.CAMERA_FIRST_FRAME_MILLIS,
            Limits.CAMERA_STALL_MILLIS,
            Limits.CAMERA_FIRST_RETRY_MILLIS,
            Limits.CAMERA_LONGEST_RETRY_MILLIS);
  }

  private static final Logger log = LoggerFactory.getLogger(Camera.class);
  private static final String NAME = "camera";
  private static final long CLOSE_WAITS_MILLIS = 1_000;

  private final CameraSettings settings;
  private final Patience patience;
  private final Inbox inbox;
  private final Counts counts;
  private final Health health;
  private final NewestFrame newest;
  private final Backoff backoff;
  private final Object watched = new Object();
  private final Thread reading = new Thread(this::readForEver, "camera-frames");
  private final Thread searching = new Thread(this::searchForEver, "camera-search");
  private final Thread watching = new Thread(this::watchForEver, "camera-watch");

  /** Guarded by {@link #watched}, as are the next two. */
  private Process program;

  private long deadlineNanos;
  private boolean stalled;
  private volatile boolean closed;
  private volatile String lastWords = "";

  private Camera(CameraSettings settings, Patience patience, Inbox inbox, Counts counts) {
    this.settings = settings;
    this.patience = patience;
    this.inbox = inbox;
    this.counts = counts;
    this.health = new Health(NAME, inbox);
    this.newest = new NewestFrame(settings.width() * settings.height());
    this.backoff =
        new Backoff(
            patience.firstRetryMillis(), patience.longestRetryMillis(), new SplittableRandom());
  }

  /** Starts the program and returns at once. */
  public static Camera open(CameraSettings settings, Inbox inbox, Counts counts) {
    return open(settings, Patience.USUAL, inbox, counts);
  }

  static Camera open(CameraSettings settings, Patience patience, Inbox inbox, Counts counts) {
    Camera camera = new Camera(settings, patience, inbox, counts);
    for (Thread thread : new Thread[] {camera.searching, camera.watching, camera.reading}) {
      thread.setDaemon(true);
      thread.start();
    }
    return camera;
  }

  /** Ends the program and whatever it started, and waits a moment for the threads. */
  @Override
  public void close() {
    closed = true;
    reading.interrupt();
    searching.interrupt();
    watching.interrupt();
    synchronized (watched) {
      end(program);
    }
    try {
      for (Thread thread : new Thread[] {reading, searching, watching}) {
        thread.join(CLOSE_WAITS_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readForEver() {
    byte[] buffer = new byte[settings.width() * settings.height()];
    while (!closed) {
      try {
        buffer = readOneRun(buffer);
      } catch (IOException e) {
        health.failing(reason("cannot be started: " + e.getMessage()));
      }
      try {
        Thread.sleep(backoff.nextMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * From the program's start until its output ends.
   *
   * @param buffer to fill first
   * @return the buffer to fill next, as all others are in other hands
   * @throws IOException if it cannot be started
   */
  private byte[] readOneRun(byte[] buffer) throws IOException {
    Process started = start();
    Thread complaints = new Thread(() -> hear(started), "camera-complaints");
    complaints.setDaemon(true);
    complaints.start();
    byte[] next = buffer;
    try (InputStream out = started.getInputStream()) {
      FrameStream frames = new FrameStream(out, settings);
      for (int count = 1; !closed; count++) {
        frames.next(next);
        frameArrived();
        if (count == Limits.CAMERA_STEADY_FRAMES) {
          backoff.reset();
        }
        health.well();
        next = newest.put(next, System.nanoTime());
      }
    } catch (IOException e) {
      ended(started, complaints, e);
    } finally {
      synchronized (watched) {
        program = null;
        watched.notifyAll();
      }
      end(started);
    }
    // It may hold half a frame, which the next run overwrites.
    return next;
  }

  /** Its exit code and last words may be a moment behind the end of its output. */
  private void ended(Process started, Thread complaints, IOException how) {
    if (closed) {
      return;
    }
    String what = how.getMessage();
    try {
      if (started.waitFor(CLOSE_WAITS_MILLIS, TimeUnit.MILLISECONDS)) {
        what += ", exit code " + started.exitValue();
      }
      end(started);
      complaints.join(CLOSE_WAITS_MILLIS);
    } catch (InterruptedException e) {
      // Being closed: nobody asks why any more.
      Thread.currentThread().interrupt();
      return;
    }
    health.failing(reason(what));
  }

  private Process start() throws IOException {
    lastWords = "";
    synchronized (watched) {
      stalled = false;
    }
    Process started = new ProcessBuilder(settings.command()).start();
    started.getOutputStream().close();
    synchronized (watched) {
      program = started;
      deadlineNanos =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience.firstFrameMillis());
      watched.notifyAll();
      if (closed) {
        end(started);
      }
    }
    return started;
  }

  /** Keeps the last line of what the program complains about; unread, it would block. */
  private void hear(Process started) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(started.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = line(lines); line != null; line = line(lines)) {
        if (!line.isBlank()) {
          lastWords = line;
          log.debug("{}: {}", NAME, line);
        }
      }
    } catch (IOException e) {
      log.debug("{}: {}", NAME, e.toString());
    }
  }

  /** The next line, cut to a bounded length; null at the end. */
  private static String line(BufferedReader from) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = from.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n' && next != '\r'; next = from.read()) {
      if (line.length() < Limits.DETAIL_CHARACTERS) {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private String reason(String what) {
    synchronized (watched) {
      String why = stalled ? "wrote no frames any more and was ended" : what;
      String said = lastWords.isEmpty() ? "" : "; it said: " + lastWords;
      return settings.command().get(0) + " (camera.command): " + why + said;
    }
  }

  private void frameArrived() {
    synchronized (watched) {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience.stallMillis());
      // Only the first frame brings it nearer: the watch sleeps until the time it was told.
      boolean nearer = deadline - deadlineNanos < 0;
      deadlineNanos = deadline;
      if (nearer) {
        watched.notifyAll();
      }
    }
  }

  private void watchForEver() {
    synchronized (watched) {
      try {
        while (!closed) {
          if (program == null || stalled) {
            watched.wait();
            continue;
          }
          long left = deadlineNanos - System.nanoTime();
          if (left > 0) {
            watched.wait(1 + TimeUnit.NANOSECONDS.toMillis(left));
          } else {
            stalled = true;
            end(program);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * With everything that it started, as a child that keeps the pipe open would keep its reader.
   *
   * <p>Through its handle: {@link Process#destroyForcibly} also closes its streams, and with them
   * goes what it said and nobody had read yet.
   */
  private static void end(Process started) {
    if (started != null) {
      started.descendants().forEach(ProcessHandle::destroyForcibly);
      started.toHandle().destroyForcibly();
    }
  }

  private void searchForEver() {
    CodeFinder finder = new CodeFinder();
    long budgetNanos = TimeUnit.MILLISECONDS.toNanos(settings.budgetMillis());
    try {
      while (!closed) {
        NewestFrame.Frame frame = newest.take();
        long end = System.nanoTime() + budgetNanos;
        var picture = new GreyImage(settings.width(), settings.height(), frame.pixels());
        Optional<String> code = finder.find(picture, () -> System.nanoTime() - end >= 0);
        newest.giveBack(frame);
        code.ifPresent(text -> present(text, frame.atNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void present(String text, long atNanos) {
    if (text.isBlank()
        || text.length() > Limits.CAMERA_CODE_CHARACTERS
        || text.chars().anyMatch(Character::isISOControl)) {
      counts.dropped(
          NAME + ".malformed",
          "expected 1 to "
              + Limits.CAMERA_CODE_CHARACTERS
              + " characters without control characters: no ticket");
      return;
    }
    // A lane that is too far behind counts the dropped signal itself; the next frame tries again.
    boolean unused =
        inbox.offer(new Signal.Presented(CredentialKind.QR, text, NAME, settings.spot(), atNanos));
  }
}
