package org.shanmen.gate.device.serial;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.shanmen.protocol.Decoded;

/**
 * Lines of a QR scanner.
 *
 * <pre>
 * [ \dddddd ] code  suffix        ECI marker (optional), printable ASCII, CR | LF | CR LF | silence
 * %%NoRead          suffix        the scanner saw a code and could not read it: dropped
 * </pre>
 *
 * <p>CR and LF each end a code whatever the suffix is set to, because no code holds them; what is
 * set tells whether silence ends a code too, or means that its suffix got lost.
 */
final class CodeDecoder implements Decoder<String> {
  /** Longest code in characters; our own signed codes have at most 122. */
  static final int MAX_CODE = 256;

  private static final String NO_READ = "%%NoRead";
  private static final Pattern ECI_MARKER = Pattern.compile("^\\\\[0-9]{6}");

  private final Suffix suffix;
  private final byte[] line = new byte[MAX_CODE];
  private int length;
  private boolean tooLong;

  CodeDecoder(Suffix suffix) {
    this.suffix = suffix;
  }

  @Override
  public List<Decoded<String>> received(byte[] bytes, int length) {
    List<Decoded<String>> codes = new ArrayList<>(1);
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == '\r' || b == '\n') {
        finish(codes);
      } else if (this.length == MAX_CODE) {
        tooLong = true;
      } else {
        line[this.length++] = b;
      }
    }
    return codes;
  }

  @Override
  public List<Decoded<String>> silent() {
    List<Decoded<String>> codes = new ArrayList<>(1);
    if (suffix == Suffix.NONE) {
      finish(codes);
    } else if (length > 0) {
      codes.add(
          new Decoded.Malformed<>(
              "expected "
                  + suffix
                  + " behind "
                  + length
                  + " characters, then the line fell silent: set serial.scanner.suffix to what the"
                  + " scanner sends"));
      reset();
    }
    return codes;
  }

  @Override
  public void reset() {
    length = 0;
    tooLong = false;
  }

  private void finish(List<Decoded<String>> codes) {
    if (tooLong) {
      codes.add(new Decoded.Malformed<>("code of more than " + MAX_CODE + " characters"));
    } else if (length > 0) {
      decode(codes);
    }
    reset();
  }

  private void decode(List<Decoded<String>> codes) {
    for (int i = 0; i < length; i++) {
      if (line[i] < ' ' || line[i] > '~') {
        codes.add(
            new Decoded.Malformed<>(
                String.format("byte %02X at %d: expected printable ASCII", line[i], i)));
        return;
      }
    }
    String text = new String(line, 0, length, StandardCharsets.US_ASCII);
    String code = ECI_MARKER.matcher(text).replaceFirst("");
    if (!code.equals(NO_READ) && !code.isEmpty()) {
      codes.add(new Decoded.Ok<>(code));
    }
  }
}
