package org.shanmen.gate.device.board;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.shanmen.gate.device.watch.Counts;

/**
 * Finds the frames in what comes from the line. Bytes that begin none are skipped one by one, so
 * that a frame behind garbage is found; those of another board on the bus are skipped too. Not
 * thread-safe.
 */
final class BoardFrames {
  /** Longer contents than the board's names and counters do not occur. */
  static final int MAX_CONTENT = 64;

  private static final int AROUND_CONTENT = 4;

  private final OptionalInt address;
  private final Counts counts;
  private final byte[] buffer = new byte[2 * (MAX_CONTENT + AROUND_CONTENT + 1)];
  private int length;

  BoardFrames(OptionalInt address, Counts counts) {
    this.address = address;
    this.counts = counts;
  }

  List<BoardFrame> received(byte[] bytes, int count) {
    var frames = new ArrayList<BoardFrame>();
    for (int i = 0; i < count; i++) {
      buffer[length++] = bytes[i];
      while (length > 0 && !isIncomplete()) {
        takeFirst(frames);
      }
    }
    return frames;
  }

  /** Nothing more comes: what was begun is not ended. */
  void silent() {
    if (length > 0) {
      counts.dropped("board.malformed", "a frame of " + length + " bytes was not ended");
      length = 0;
    }
  }

  /** Whether what is there may become a frame. */
  private boolean isIncomplete() {
    int start = address.isPresent() ? 1 : 0;
    if (address.isPresent() && at(0) != address.getAsInt()) {
      return false;
    }
    if (length > start && at(start) != BoardFrame.STX) {
      return false;
    }
    if (length > start + 2 && at(start + 2) > MAX_CONTENT) {
      return false;
    }
    return length <= start + 2 || length < start + AROUND_CONTENT + at(start + 2);
  }

  private void takeFirst(List<BoardFrame> frames) {
    int start = address.isPresent() ? 1 : 0;
    boolean headed = length > start + 2 && at(start) == BoardFrame.STX;
    int end = headed ? start + AROUND_CONTENT + at(start + 2) : 0;
    boolean ours = address.isEmpty() || at(0) == address.getAsInt();
    if (headed && ours && length >= end && at(end - 1) == BoardFrame.END) {
      frames.add(new BoardFrame(at(start + 1), Arrays.copyOfRange(buffer, start + 3, end - 1)));
      drop(end);
    } else {
      counts.dropped("board.malformed", String.format("%02X begins no frame", at(0)));
      drop(1);
    }
  }

  private void drop(int count) {
    System.arraycopy(buffer, count, buffer, 0, length - count);
    length -= count;
  }

  private int at(int index) {
    return buffer[index] & 0xFF;
  }
}
