package org.shanmen.sim.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane's end of the wires: a socket that one controller at a time may take; another one waits
 * until it is gone, as wires are soldered to one board.
 */
public final class LaneWires implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWires.class);

  /** What the kernel allows, without the closing NUL. */
  private static final int MAX_PATH_BYTES = 107;

  /** The lane. Called by the socket's own thread, in the order of what happened. */
  public interface Lane {
    /** A controller took the wires and must now be told every input's level. */
    void attached(InputWires inputs);

    /** The controller drives a pin. */
    void output(int pin, boolean high);

    /** The controller is gone; nothing drives the outputs. */
    void detached();
  }

  private final Path path;
  private final ServerSocketChannel server;
  private final Lane lane;
  private final Thread thread;
  private volatile boolean closed;
  private volatile LineSocket connection;

  private LaneWires(Path path, ServerSocketChannel server, Lane lane) {
    this.path = path;
    this.server = server;
    this.lane = lane;
    this.thread = new Thread(this::run, "wires " + path);
    thread.setDaemon(true);
  }

  /**
   * @param path where the socket is made; a socket left there by a killed simulator is replaced
   */
  public static LaneWires open(Path path, Lane lane) throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH_BYTES) {
      throw new IOException(
          path
              + ": a socket's path may have "
              + MAX_PATH_BYTES
              + " bytes, this one has "
              + length
              + "; use a directory with a shorter name");
    }
    Files.deleteIfExists(path);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      server.close();
      throw new IOException(path + ": cannot make the socket: " + e.getMessage(), e);
    }
    var wires = new LaneWires(path, server, lane);
    wires.thread.start();
    return wires;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    var current = connection;
    if (current != null) {
      current.close();
    }
    Files.deleteIfExists(path);
  }

  private void run() {
    while (!closed) {
      try (var channel = server.accept();
          var inputs = new InputWires(new LineSocket(channel))) {
        connection = inputs.socket();
        serve(inputs);
      } catch (ClosedChannelException e) {
        LOG.debug("{}: {}", path, e.toString());
      } catch (IOException e) {
        LOG.warn("{}: the wires' connection is closed: {}", path, e.toString());
      }
    }
  }

  private void serve(InputWires inputs) throws IOException {
    if (closed) {
      return;
    }
    lane.attached(inputs);
    try {
      while (true) {
        WireLine line = inputs.socket().read();
        if (!(line instanceof WireLine.Out out)) {
          throw new IOException("a controller drives only outputs: " + line.text());
        }
        lane.output(out.pin(), out.high());
      }
    } catch (EOFException e) {
      LOG.debug("{}: the controller is gone", path);
    } finally {
      lane.detached();
    }
  }
}
