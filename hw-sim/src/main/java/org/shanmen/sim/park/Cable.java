package org.shanmen.sim.park;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network cable between one gate and the centre, whole or with a fault ({@link CableState}).
 * Thread-safe.
 */
public final class Cable implements Closeable {
  /** What a slow line takes at a time. */
  static final int SLOW_BYTES = 1024;

  private static final int BYTES = 16 * 1024;
  private static final long SLOW_PAUSE_MILLIS = 10;

  /** Half a dozen pieces make a handshake: some connections end in it, some long after. */
  private static final int LONGEST_LIFE_PIECES = 24;

  private final ServerSocket plug;
  private final int centrePort;
  private final Random random;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private CableState state = CableState.WHOLE;
  private int connections;
  private long mostLateBytes;

  /**
   * Lays a whole one.
   *
   * @param centrePort where the centre listens on this machine
   */
  public Cable(int centrePort) {
    this(centrePort, new Random(centrePort));
  }

  /**
   * @param random how long connections live while it flaps
   */
  public Cable(int centrePort, Random random) {
    this.centrePort = centrePort;
    this.random = random;
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
  public void cut() {
    become(CableState.CUT);
  }

  /** Carries everything again, what is late first. */
  public void mend() {
    become(CableState.WHOLE);
  }

  /** Does this from now on. */
  public synchronized void become(CableState next) {
    state = next;
    if (next == CableState.CUT) {
      lines.forEach(Line::end);
    }
    notifyAll();
  }

  /** Connections that it was asked to carry so far. */
  public synchronized int connections() {
    return connections;
  }

  /** The most that one side had ready for one connection when it could be said at last. */
  public synchronized long mostLateBytes() {
    return mostLateBytes;
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
    connections++;
    if (state == CableState.CUT) {
      gate.close();
      return;
    }
    Socket centre;
    try {
      centre = new Socket(InetAddress.getLoopbackAddress(), centrePort);
      gate.setTcpNoDelay(true);
      centre.setTcpNoDelay(true);
    } catch (IOException e) {
      end(gate);
      throw e;
    }
    var line = new Line(gate, centre, 1 + random.nextInt(LONGEST_LIFE_PIECES));
    lines.add(line);
    start("cable-up", () -> line.pass(true));
    start("cable-down", () -> line.pass(false));
  }

  /** One connection. */
  private final class Line {
    private final Socket gate;
    private final Socket centre;

    /** So many a flapping cable carries. */
    private int piecesLeft;

    Line(Socket gate, Socket centre, int pieces) {
      this.gate = gate;
      this.centre = centre;
      this.piecesLeft = pieces;
    }

    /** Until one end is closed; then the other is closed too. */
    void pass(boolean towardsCentre) {
      Socket from = towardsCentre ? gate : centre;
      Socket to = towardsCentre ? centre : gate;
      byte[] bytes = new byte[BYTES];
      try {
        long late = 0;
        while (true) {
          int read = from.getInputStream().read(bytes, 0, pieceBytes());
          if (read < 0) {
            return;
          }
          boolean waited = awaitCarried(towardsCentre);
          late = waited || late > 0 ? late + read : 0;
          to.getOutputStream().write(bytes, 0, read);
          if (from.getInputStream().available() == 0) {
            noteLate(late);
            late = 0;
          }
        }
      } catch (IOException e) {
        // Cut, or one side hung up.
      } finally {
        end();
        lines.remove(this);
      }
    }

    /**
     * Waits as long as nothing is carried in this direction.
     *
     * @return whether it had to
     * @throws IOException if the connection ends here
     */
    private boolean awaitCarried(boolean towardsCentre) throws IOException {
      boolean waited = false;
      synchronized (Cable.this) {
        while (!state.carries(towardsCentre)) {
          if (gate.isClosed()) {
            throw new IOException("cut");
          }
          waited = true;
          pause(0);
        }
        if (state == CableState.SLOW) {
          pause(SLOW_PAUSE_MILLIS);
        }
        if (state == CableState.FLAPPING && --piecesLeft < 0) {
          throw new IOException("the cable flapped");
        }
      }
      return waited;
    }

    void end() {
      Cable.end(gate);
      Cable.end(centre);
      synchronized (Cable.this) {
        Cable.this.notifyAll();
      }
    }
  }

  private synchronized int pieceBytes() {
    return state == CableState.SLOW || state == CableState.FLAPPING ? SLOW_BYTES : BYTES;
  }

  private synchronized void noteLate(long bytes) {
    mostLateBytes = Math.max(mostLateBytes, bytes);
  }

  /** With the lock held. */
  private void pause(long millis) throws IOException {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
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
