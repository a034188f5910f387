package org.shanmen.sim.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's end of the wires. Connects, and connects again for ever.
 *
 * <p>While the lane is not there the wires are cut: every input reads low, which for the normally
 * closed fire loop means fire. After a reconnect the lane is told the level of every output.
 * Thread-safe; listeners are called by the connection's thread.
 */
final class ControllerWires implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerWires.class);
  private static final int RECONNECT_MILLIS = 100;
  private static final int FIRST_LEVELS_MILLIS = 2000;

  /** Hears of one pin's changes. */
  interface Listener {
    void changed(boolean high);
  }

  private final Path path;
  private final Map<Integer, Boolean> outputs = new TreeMap<>();
  private final Map<Integer, Boolean> inputs = new TreeMap<>();
  private final Map<Integer, Listener> listeners = new TreeMap<>();
  private final CountDownLatch firstLevels = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean started;

  /** Null while the lane is not there. */
  private LineSocket socket;

  ControllerWires(Path path) {
    this.path = path;
  }

  /** Connects and waits a little for the first levels; does nothing if done before. */
  void start() {
    synchronized (this) {
      if (started) {
        return;
      }
      started = true;
      var thread = new Thread(this::run, "shanmen-sim-wires");
      thread.setDaemon(true);
      thread.start();
    }
    try {
      if (!firstLevels.await(FIRST_LEVELS_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("{}: no simulated lane there yet; all inputs read low, which means fire", path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean input(int pin) {
    return inputs.getOrDefault(pin, false);
  }

  synchronized void listen(int pin, Listener listener) {
    listeners.put(pin, listener);
  }

  synchronized void forget(int pin) {
    listeners.remove(pin);
  }

  /** Drives an output; remembered while the lane is not there. */
  synchronized void output(int pin, boolean high) {
    outputs.put(pin, high);
    if (socket != null) {
      try {
        socket.write(List.of(new WireLine.Out(pin, high)));
      } catch (IOException e) {
        LOG.debug("{}: {}; told after the reconnect", path, e.toString());
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      hangUp();
    }
  }

  private void run() {
    boolean complained = false;
    while (closed.getCount() > 0) {
      try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(path));
        connected(new LineSocket(channel));
        LOG.info("{}: on the simulated lane's wires", path);
        complained = false;
        readLevels();
      } catch (IOException e) {
        if (!complained && closed.getCount() > 0) {
          LOG.warn("{}: the simulated lane's wires are cut: {}", path, e.toString());
          complained = true;
        }
      }
      cut();
      try {
        if (closed.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized void connected(LineSocket connection) throws IOException {
    if (closed.getCount() == 0) {
      throw new EOFException("closed meanwhile");
    }
    var levels = new ArrayList<WireLine>();
    outputs.forEach((pin, high) -> levels.add(new WireLine.Out(pin, high)));
    connection.write(levels);
    socket = connection;
  }

  private void readLevels() throws IOException {
    LineSocket connection;
    synchronized (this) {
      connection = socket;
    }
    while (connection != null) {
      WireLine line = connection.read();
      if (line instanceof WireLine.In in) {
        changed(in.pin(), in.high());
      } else if (line instanceof WireLine.Ready) {
        firstLevels.countDown();
      } else {
        throw new IOException("a lane does not drive outputs: " + line.text());
      }
    }
  }

  private void changed(int pin, boolean high) {
    Listener listener;
    synchronized (this) {
      Boolean before = inputs.put(pin, high);
      if (high == (before != null && before)) {
        return;
      }
      listener = listeners.get(pin);
    }
    if (listener != null) {
      listener.changed(high);
    }
  }

  private void cut() {
    List<Integer> pins;
    synchronized (this) {
      hangUp();
      pins = List.copyOf(inputs.keySet());
    }
    if (closed.getCount() > 0) {
      pins.forEach(pin -> changed(pin, false));
    }
  }

  private void hangUp() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("{}: {}", path, e.toString());
      }
      socket = null;
    }
  }
}
