package org.shanmen.gate.device.camera;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Draws QR codes as a camera might see them. */
final class Codes {
  static final int WHITE = 230;
  static final int BLACK = 30;

  private static final Map<EncodeHintType, Object> HINTS =
      Map.of(EncodeHintType.MARGIN, 4, EncodeHintType.CHARACTER_SET, "UTF-8");

  private Codes() {}

  /**
   * @param side of the whole picture in pixels, quiet zone included
   */
  static GreyImage drawn(String text, int side) {
    try {
      BitMatrix code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, side, side, HINTS);
      byte[] pixels = new byte[side * side];
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          pixels[y * side + x] = (byte) (code.get(x, y) ? BLACK : WHITE);
        }
      }
      return new GreyImage(side, side, pixels);
    } catch (WriterException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Grey everywhere: what the camera sees when nobody is there. */
  static GreyImage nothing(int width, int height) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 128);
    return new GreyImage(width, height, pixels);
  }

  /**
   * @param sigma of the noise in greys
   */
  static GreyImage noisy(GreyImage picture, double sigma, RandomGenerator random) {
    byte[] pixels = picture.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      long value = Math.round((pixels[i] & 0xFF) + sigma * random.nextGaussian());
      pixels[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return new GreyImage(picture.width(), picture.height(), pixels);
  }

  /** Between two greys instead of black and white. */
  static GreyImage pale(GreyImage picture, int dark, int bright) {
    byte[] pixels = picture.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (dark + (pixels[i] & 0xFF) * (bright - dark) / 255);
    }
    return new GreyImage(picture.width(), picture.height(), pixels);
  }

  static BufferedImage asImage(GreyImage picture) {
    var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, picture.width(), picture.height(), picture.pixels());
    return image;
  }
}
