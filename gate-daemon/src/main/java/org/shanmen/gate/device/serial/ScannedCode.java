package org.shanmen.gate.device.serial;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.shanmen.protocol.Decoded;

/**
 * One line of a QR scanner.
 *
 * <pre>
 * [ \dddddd ] code              ECI marker (optional), text without control characters
 * %%NoRead                      the scanner saw a code and could not read it: dropped
 * \000026A1                     says  A1
 * </pre>
 *
 * <p>The ECI marker (AIM ITS/04-023) names the encoding of what follows: 26 UTF-8, 29 GB 2312 and
 * 32 GB 18030 (GBK's superset, read for both), 3 ISO 8859-1, 27 ASCII. Without a marker the text is
 * UTF-8, which every code of ours is. A marker in any other place is part of the code. Text that
 * its encoding does not allow, and control characters, are noise on the line and no code.
 */
final class ScannedCode {
  /** Longest code in bytes; our own signed codes have at most 122. */
  static final int MAX_BYTES = 256;

  private static final byte[] NO_READ = "%%NoRead".getBytes(StandardCharsets.US_ASCII);

  /** A backslash and six digits. */
  private static final int MARKER = 7;

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Map<Integer, Charset> ENCODINGS =
      Map.of(
          3, StandardCharsets.ISO_8859_1,
          26, StandardCharsets.UTF_8,
          27, StandardCharsets.US_ASCII,
          29, GB18030,
          32, GB18030);

  private ScannedCode() {}

  /** The code in a line; empty if there is none to speak of. */
  static Optional<Decoded<String>> of(byte[] line) {
    int eci = eci(line);
    int from = eci < 0 ? 0 : MARKER;
    if (from == line.length || Arrays.equals(line, from, line.length, NO_READ, 0, NO_READ.length)) {
      return Optional.empty();
    }
    Charset encoding = eci < 0 ? StandardCharsets.UTF_8 : ENCODINGS.get(eci);
    if (encoding == null) {
      return malformed("ECI %06d is an encoding that is not known here".formatted(eci));
    }
    for (int i = from; i < line.length; i++) {
      if (line[i] >= 0 && line[i] < ' ' || line[i] == 0x7F) {
        return malformed("byte %02X at %d: expected no control characters".formatted(line[i], i));
      }
    }
    try {
      ByteBuffer text = ByteBuffer.wrap(line, from, line.length - from);
      String code = encoding.newDecoder().decode(text).toString();
      // ISO 8859-1 and GB 18030 have control characters beyond ASCII's.
      return code.chars().anyMatch(Character::isISOControl)
          ? malformed("a control character in " + encoding)
          : Optional.of(new Decoded.Ok<>(code));
    } catch (CharacterCodingException e) {
      return malformed(
          "%d bytes that are no %s: expected UTF-8, or an ECI marker that names the encoding"
              .formatted(line.length - from, encoding));
    }
  }

  /** The number in the marker; negative if there is none. */
  private static int eci(byte[] line) {
    if (line.length < MARKER || line[0] != '\\') {
      return -1;
    }
    int number = 0;
    for (int i = 1; i < MARKER; i++) {
      if (line[i] < '0' || line[i] > '9') {
        return -1;
      }
      number = number * 10 + line[i] - '0';
    }
    return number;
  }

  private static Optional<Decoded<String>> malformed(String why) {
    return Optional.of(new Decoded.Malformed<>(why));
  }
}
