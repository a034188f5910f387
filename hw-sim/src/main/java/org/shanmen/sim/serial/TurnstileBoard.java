package org.shanmen.sim.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A turnstile's board on RS-232 as TPW-321ASP's manual describes it: frames of {@code 02 TYPE LEN
 * CONTENT 04}, nothing but answers to questions. Deaf until it is called. Thread-safe.
 *
 * <pre>
 *   DEAF --FF, answered--> CALLED --FF or a question--> CONNECTED --FF, answered--> CALLED
 * </pre>
 *
 * <p>It cannot know that a computer died: the next one's call comes to a board that is connected.
 */
public final class TurnstileBoard {
  private static final int STX = 0x02;
  private static final int END = 0x04;
  private static final int CONNECT = 0xFF;
  private static final int OK = 0x44;
  private static final int FAILED = 0xF4;
  private static final int MODE = 0x14;
  private static final int ARM = 0x24;
  private static final int COUNTERS = 0x28;
  private static final int[] COUNTS = {0x21, 0x22};
  private static final int FREE = 0x31;
  private static final int MAX_FRAME = 64;

  /** What the board moves and sees. */
  public interface Arm {
    /** Who may pass without anything. */
    void free(boolean in, boolean out);

    /** Lets the arm fall, or raises it. */
    void drop(boolean down);

    /**
     * How many have turned the arm so far.
     *
     * @param in inwards; otherwise outwards
     */
    long counted(boolean in);
  }

  private enum Talk {
    DEAF,
    /** It answered a call; the next one acknowledges that. */
    CALLED,
    CONNECTED
  }

  private final Arm arm;
  private final List<Integer> received = new ArrayList<>();
  private Talk talk = Talk.DEAF;

  public TurnstileBoard(Arm arm) {
    this.arm = arm;
  }

  /** Takes bytes and gives the answers to the frames that they end. */
  public synchronized byte[] receive(byte[] bytes) {
    var answers = new ByteArrayOutputStream();
    for (byte next : bytes) {
      received.add(next & 0xFF);
      while (!received.isEmpty() && received.get(0) != STX) {
        received.remove(0);
      }
      if (received.size() >= 4 && received.size() == 4 + received.get(2)) {
        answers.writeBytes(answer());
        received.clear();
      } else if (received.size() > MAX_FRAME) {
        received.clear();
      }
    }
    return answers.toByteArray();
  }

  /** It was unplugged: whoever comes must connect anew. */
  public synchronized void reset() {
    received.clear();
    talk = Talk.DEAF;
  }

  private byte[] answer() {
    int type = received.get(1);
    List<Integer> content = received.subList(3, received.size() - 1);
    if (received.get(received.size() - 1) != END) {
      return frame(FAILED, "");
    }
    if (type == CONNECT) {
      boolean acknowledges = talk == Talk.CALLED;
      talk = acknowledges ? Talk.CONNECTED : Talk.CALLED;
      return acknowledges ? new byte[0] : frame(CONNECT, "");
    }
    if (talk == Talk.DEAF || type == OK) {
      return new byte[0];
    }
    talk = Talk.CONNECTED;
    if (type == MODE && content.size() == 2) {
      arm.free(content.get(0) == FREE, content.get(1) == FREE);
      return frame(OK, "");
    }
    if (type == ARM && content.size() == 1) {
      arm.drop(content.get(0) == 0x30);
      return frame(OK, "");
    }
    if (type == COUNTERS && content.size() == 1) {
      int which = content.get(0) & 1;
      long count = arm.counted(which == 0);
      return frame(COUNTS[which], String.format("%06d", count));
    }
    return frame(FAILED, "");
  }

  private static byte[] frame(int type, String content) {
    var frame = new ByteArrayOutputStream();
    frame.write(STX);
    frame.write(type);
    frame.write(content.length());
    frame.writeBytes(content.getBytes(StandardCharsets.US_ASCII));
    frame.write(END);
    return frame.toByteArray();
  }
}
