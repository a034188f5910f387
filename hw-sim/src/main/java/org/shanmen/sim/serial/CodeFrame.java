package org.shanmen.sim.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a QR scanner or an ID-card reader sends, 9600 8N1: the text and a suffix. */
public final class CodeFrame {
  /** What stands behind a code. */
  public enum Suffix {
    CR("\r"),
    LF("\n"),
    CRLF("\r\n"),
    /** Nothing: the line falls silent. */
    NONE("");

    private final String text;

    Suffix(String text) {
      this.text = text;
    }
  }

  private CodeFrame() {}

  public static byte[] of(String code, Suffix suffix) {
    return of(code, suffix, false);
  }

  /**
   * @param eci whether the ECI marker of UTF-8 stands in front, {@code \000026}
   */
  public static byte[] of(String code, Suffix suffix, boolean eci) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes((eci ? "\\000026" : "").getBytes(StandardCharsets.US_ASCII));
    frame.writeBytes(code.getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(suffix.text.getBytes(StandardCharsets.US_ASCII));
    return frame.toByteArray();
  }
}
