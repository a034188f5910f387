package org.shanmen.gate.device.serial;

import java.io.Closeable;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Panel;

/**
 * The text panel: shows the latest text, and shows it again after the line came back. Texts that
 * were overtaken while the line was slow or down are never sent.
 */
final class LedPanel implements Panel, SerialLine.Listener, Closeable {
  private final SerialLine line;
  private final Thread writer;
  private String latest;
  private boolean due;
  private boolean open;

  LedPanel(SerialPortSettings settings, Health health, Counts counts, Backoff backoff) {
    line = new SerialLine("panel", settings, this, health, counts, backoff);
    writer = new Thread(this::run, "panel-writer");
    writer.setDaemon(true);
  }

  SerialLine line() {
    return line;
  }

  void start() {
    line.start();
    writer.start();
  }

  @Override
  public synchronized void show(String text) {
    if (!text.equals(latest)) {
      latest = text;
      due = true;
      notifyAll();
    }
  }

  @Override
  public synchronized void opened() {
    open = true;
    due = latest != null;
    notifyAll();
  }

  /** What a panel answers is of no use. */
  @Override
  public void received(byte[] bytes, int length, long atNanos) {}

  @Override
  public synchronized void lost() {
    open = false;
  }

  @Override
  public void close() {
    writer.interrupt();
    line.close();
  }

  private void run() {
    try {
      while (true) {
        // A failed write is repeated by opened(), which follows the loss.
        boolean unused = line.write(PanelFrame.show(nextText()));
      }
    } catch (InterruptedException e) {
      // close() was called: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized String nextText() throws InterruptedException {
    while (!(open && due)) {
      wait();
    }
    due = false;
    return latest;
  }
}
