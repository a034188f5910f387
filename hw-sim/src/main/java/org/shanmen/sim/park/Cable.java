package org.shanmen.sim.park;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network cable between one gate and the centre: carries every connection until it is cut, and
 * none while it is. Thread-safe.
 */
public final class Cable implements Closeable {
  private final ServerSocket plug;
  private final int centrePort;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private boolean cut;

  /**
   * Lays a whole one.
   *
   * @param centrePort where the centre listens on this machine
   */
  public Cable(int centrePort) {
    this.centrePort = centrePort;
    try {
      plug = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no port for a cable: " + e, e);
    }
    start("cable", this::acceptAll);
  }

  /** What the gate takes for the centre's port. */
  public int port() {
    return plug.getLocalPort();
  }

  /** Ends all connections and carries no new ones. */
  public synchronized void cut() {
    cut = true;
    ends.forEach(Cable::end);
    ends.clear();
  }

  /** Carries new connections again. */
  public synchronized void mend() {
    cut = false;
  }

  @Override
  public void close() {
    cut();
    try {
      plug.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    while (!plug.isClosed()) {
      try {
        carry(plug.accept());
      } catch (IOException e) {
        // Closed, or the centre is not there: the gate tries again.
      }
    }
  }

  private synchronized void carry(Socket gate) throws IOException {
    if (cut) {
      gate.close();
      return;
    }
    ends.add(gate);
    Socket centre;
    try {
      centre = new Socket(InetAddress.getLoopbackAddress(), centrePort);
    } catch (IOException e) {
      end(gate);
      throw e;
    }
    ends.add(centre);
    start("cable-up", () -> pass(gate, centre));
    start("cable-down", () -> pass(centre, gate));
  }

  /** Until one end is closed; then the other is closed too. */
  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Cut, or one side hung up.
    } finally {
      end(from);
      end(to);
      ends.remove(from);
      ends.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
