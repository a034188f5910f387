package org.shanmen.sim.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A SYN6288 or XFS5152 speech module, 9600 8N1. Not thread-safe; time is an argument.
 *
 * <pre>
 *  0    1      2      3     4      5 ..           n
 * +----+------+------+-----+------+------------+-----+
 * | FD | lenHi| lenLo| cmd | param| text       | xor |
 * +----+------+------+-----+------+------------+-----+
 *   len = bytes after lenLo;  xor over all earlier bytes, of a SYN6288 only
 *   cmd 01 speak, param = music << 3 | encoding (0 GB2312, 1 GBK, 2 BIG5, 3 UTF-16BE)
 *   cmd 02 stop, 03 pause, 04 resume, 21 status: neither param nor text
 * </pre>
 *
 * <p>Answers one byte: 4A ready after power-up, 41 accepted, 45 bad frame, 4E busy and 4F idle to a
 * status query, and 4F when it has finished speaking. A new prompt breaks the old one off. Bytes
 * before FD are ignored; a frame with a wrong length or sum is answered with 45 and the search goes
 * on behind it.
 */
public final class VoiceModule {
  /** How many prompts are kept. */
  public static final int MAX_SPOKEN = 50;

  public static final byte READY = 0x4A;
  public static final byte ACCEPTED = 0x41;
  public static final byte BAD = 0x45;
  public static final byte BUSY = 0x4E;
  public static final byte IDLE = 0x4F;

  /** Four syllables a second. */
  public static final int MILLIS_PER_CHARACTER = 250;

  private static final int HEAD = 3;

  /** Longest body, which is command, parameter and text: 200 bytes of text, or 4 KB in all. */
  private static final int SYN6288_BODY = 202;

  private static final int XFS5152_BODY = 4096;

  private static final List<Charset> ENCODINGS =
      List.of(
          Charset.forName("GB2312"),
          Charset.forName("GBK"),
          Charset.forName("Big5"),
          StandardCharsets.UTF_16BE);

  private final double speed;

  /** Bytes of the sum behind the body. */
  private final int sum;

  private final int maxLen;
  private final byte[] buffer;
  private final Deque<String> spoken = new ArrayDeque<>();
  private int length;
  private long prompts;
  private long idleAt = Long.MAX_VALUE;

  private VoiceModule(double speed, int sum, int maxBody) {
    this.speed = speed;
    this.sum = sum;
    this.maxLen = maxBody + sum;
    this.buffer = new byte[HEAD + maxLen];
  }

  /**
   * @param speed how much faster than a person it speaks
   */
  public static VoiceModule syn6288(double speed) {
    return new VoiceModule(speed, 1, SYN6288_BODY);
  }

  /**
   * @param speed how much faster than a person it speaks
   */
  public static VoiceModule xfs5152(double speed) {
    return new VoiceModule(speed, 0, XFS5152_BODY);
  }

  /**
   * Takes bytes from the controller.
   *
   * @return what it answers at once
   */
  public byte[] receive(byte[] bytes, long nowMillis) {
    var answers = new ByteArrayOutputStream();
    for (byte b : bytes) {
      buffer[length++] = b;
      take(answers, nowMillis);
    }
    return answers.toByteArray();
  }

  /** When it will have finished speaking; {@link Long#MAX_VALUE} while it is silent. */
  public long idleAtMillis() {
    return idleAt;
  }

  /**
   * @return what it says of its own: that it has finished speaking
   */
  public byte[] advance(long nowMillis) {
    if (nowMillis < idleAt) {
      return new byte[0];
    }
    idleAt = Long.MAX_VALUE;
    return new byte[] {IDLE};
  }

  /** The last prompts, oldest first. */
  public List<String> spoken() {
    return List.copyOf(spoken);
  }

  /** How many prompts came in all. */
  public long prompts() {
    return prompts;
  }

  /** As after a power cut: silent, and nothing half received. */
  public void reset() {
    length = 0;
    idleAt = Long.MAX_VALUE;
  }

  private void take(ByteArrayOutputStream answers, long now) {
    if ((buffer[0] & 0xff) != 0xFD) {
      length = 0;
      return;
    }
    if (length < HEAD) {
      return;
    }
    int len = (buffer[1] & 0xff) << 8 | buffer[2] & 0xff;
    if (len < 1 + sum || len > maxLen) {
      answers.write(BAD);
      length = 0;
    } else if (length == HEAD + len) {
      byte xor = 0;
      for (int i = 0; i < length - 1; i++) {
        xor ^= buffer[i];
      }
      boolean sound = sum == 0 || xor == buffer[length - 1];
      byte[] body = Arrays.copyOfRange(buffer, HEAD, length - sum);
      length = 0;
      answers.write(sound ? obey(body, now) : BAD);
    }
  }

  private byte obey(byte[] body, long now) {
    return switch (body[0]) {
      case 0x01 -> speak(body, now);
      case 0x02 -> {
        idleAt = Long.MAX_VALUE;
        yield ACCEPTED;
      }
      case 0x03, 0x04 -> ACCEPTED;
      case 0x21 -> idleAt == Long.MAX_VALUE ? IDLE : BUSY;
      default -> BAD;
    };
  }

  private byte speak(byte[] body, long now) {
    if (body.length < 2 || (body[1] & 0x07) >= ENCODINGS.size()) {
      return BAD;
    }
    String text = new String(body, 2, body.length - 2, ENCODINGS.get(body[1] & 0x07));
    prompts++;
    spoken.addLast(text);
    if (spoken.size() > MAX_SPOKEN) {
      spoken.removeFirst();
    }
    idleAt = now + Math.max(1, Math.round(text.length() * MILLIS_PER_CHARACTER / speed));
    return ACCEPTED;
  }
}
