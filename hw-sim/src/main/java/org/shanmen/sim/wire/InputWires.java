package org.shanmen.sim.wire;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wires that one controller reads. Thread-safe; never blocks: a controller that does not read
 * for thousands of changes loses its connection.
 */
public final class InputWires implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(InputWires.class);
  private static final int MAX_QUEUED = 10_000;

  private final LineSocket socket;
  private final BlockingQueue<WireLine> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
  private final Thread thread = new Thread(this::run, "wires' inputs");

  InputWires(LineSocket socket) {
    this.socket = socket;
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells the level of one input. */
  public void level(int pin, boolean high) {
    send(new WireLine.In(pin, high));
  }

  /** Tells that every input has been told once. */
  public void ready() {
    send(new WireLine.Ready());
  }

  LineSocket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    socket.close();
  }

  private void send(WireLine line) {
    if (!queue.offer(line)) {
      LOG.warn("the controller has not read {} changes: its connection is closed", MAX_QUEUED);
      try {
        close();
      } catch (IOException e) {
        LOG.debug("{}", e.toString());
      }
    }
  }

  private void run() {
    var lines = new ArrayList<WireLine>();
    try {
      while (true) {
        lines.clear();
        lines.add(queue.take());
        queue.drainTo(lines);
        socket.write(List.copyOf(lines));
      }
    } catch (InterruptedException | IOException e) {
      LOG.debug("no more inputs to tell: {}", e.toString());
    }
  }
}
