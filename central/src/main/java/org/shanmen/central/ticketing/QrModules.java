package org.shanmen.central.ticketing;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import io.vertx.core.json.JsonArray;

/**
 * The dark and light modules of a QR code, for whoever draws them: on paper they are lines, not
 * pixels. Error correction M, as the gates' readers expect; no quiet zone. Pure.
 */
public final class QrModules {
  private QrModules() {}

  /**
   * @param text what the code says; upper case and digits make the smallest code
   * @return a string for each row, 1 for a dark module
   * @throws IllegalArgumentException if it is too long for any code
   */
  public static JsonArray of(String text) {
    ByteMatrix modules;
    try {
      modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("no QR code holds " + text.length() + " characters", e);
    }
    var rows = new JsonArray();
    for (int y = 0; y < modules.getHeight(); y++) {
      var row = new StringBuilder(modules.getWidth());
      for (int x = 0; x < modules.getWidth(); x++) {
        row.append(modules.get(x, y));
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
