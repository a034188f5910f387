package org.shanmen.gate.device.camera;

/**
 * Hands frames from the thread that reads them to the one that searches them. Only the newest
 * counts: a frame that was not fetched in time is overwritten. Three buffers go round, so nothing
 * is allocated for a frame. Thread-safe, for one thread on either side.
 */
final class NewestFrame {
  /**
   * @param atNanos {@link System#nanoTime()} when the frame was complete
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Frame(byte[] pixels, long atNanos) {}

  private Frame newest;
  private byte[] spare;

  /**
   * @param bytes of each buffer
   */
  NewestFrame(int bytes) {
    spare = new byte[bytes];
  }

  /** Offers a full buffer and returns one to fill next. Never waits. */
  synchronized byte[] put(byte[] pixels, long atNanos) {
    byte[] free = newest == null ? spare : newest.pixels();
    spare = newest == null ? null : spare;
    newest = new Frame(pixels, atNanos);
    notifyAll();
    return free == null ? new byte[pixels.length] : free;
  }

  /** Waits for a frame that was not taken before; give it back when done. */
  synchronized Frame take() throws InterruptedException {
    while (newest == null) {
      wait();
    }
    Frame taken = newest;
    newest = null;
    return taken;
  }

  /** The buffer may be filled again. */
  synchronized void giveBack(Frame frame) {
    spare = frame.pixels();
  }
}
