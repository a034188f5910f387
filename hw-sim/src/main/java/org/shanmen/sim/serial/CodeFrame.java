package org.shanmen.sim.serial;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a QR scanner sends for a code, 9600 8N1: the text and CR. */
public final class CodeFrame {
  private CodeFrame() {}

  public static byte[] of(String code) {
    byte[] text = code.getBytes(StandardCharsets.UTF_8);
    byte[] frame = Arrays.copyOf(text, text.length + 1);
    frame[text.length] = '\r';
    return frame;
  }
}
