package org.shanmen.gate.device.camera;

import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;

/**
 * A picture in grey, and what makes a code in it easier to find. Nothing changes a picture: every
 * method returns another one.
 *
 * @param pixels row by row, one byte each: 0 is black, 255 is white. Not copied; nobody writes to
 *     it any more
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of every frame would cost.
record GreyImage(int width, int height, byte[] pixels) {
  GreyImage {
    if (width < 1 || height < 1 || pixels.length < width * height) {
      throw new IllegalArgumentException(
          "expected " + width + " x " + height + " pixels, not " + pixels.length);
    }
  }

  LuminanceSource source() {
    return new PlanarYUVLuminanceSource(pixels, width, height, 0, 0, width, height, false);
  }

  /**
   * Shrinks by the mean of the pixels that fall together, grows by bilinear interpolation.
   *
   * @param factor above 0; a side is at least one pixel long
   */
  GreyImage scaled(double factor) {
    int toWidth = (int) Math.max(1, Math.round(width * factor));
    int toHeight = (int) Math.max(1, Math.round(height * factor));
    byte[] to = new byte[toWidth * toHeight];
    if (factor < 1) {
      shrinkTo(to, toWidth, toHeight);
    } else {
      growTo(to, toWidth, toHeight);
    }
    return new GreyImage(toWidth, toHeight, to);
  }

  private void shrinkTo(byte[] to, int toWidth, int toHeight) {
    for (int y = 0; y < toHeight; y++) {
      int top = (int) ((long) y * height / toHeight);
      int bottom = Math.max(top + 1, (int) ((y + 1L) * height / toHeight));
      for (int x = 0; x < toWidth; x++) {
        int left = (int) ((long) x * width / toWidth);
        int right = Math.max(left + 1, (int) ((x + 1L) * width / toWidth));
        int sum = 0;
        for (int row = top; row < bottom; row++) {
          for (int at = row * width + left; at < row * width + right; at++) {
            sum += pixels[at] & 0xFF;
          }
        }
        to[y * toWidth + x] = (byte) (sum / ((bottom - top) * (right - left)));
      }
    }
  }

  private void growTo(byte[] to, int toWidth, int toHeight) {
    int[] left = new int[toWidth];
    float[] rightShare = new float[toWidth];
    for (int x = 0; x < toWidth; x++) {
      float at = Math.max(0, (x + 0.5f) * width / toWidth - 0.5f);
      left[x] = (int) at;
      rightShare[x] = at - left[x];
    }
    for (int y = 0; y < toHeight; y++) {
      float at = Math.max(0, (y + 0.5f) * height / toHeight - 0.5f);
      int top = (int) at;
      float bottomShare = at - top;
      int upper = top * width;
      int lower = Math.min(height - 1, top + 1) * width;
      for (int x = 0; x < toWidth; x++) {
        int right = Math.min(width - 1, left[x] + 1);
        float above = mix(pixels[upper + left[x]], pixels[upper + right], rightShare[x]);
        float below = mix(pixels[lower + left[x]], pixels[lower + right], rightShare[x]);
        to[y * toWidth + x] = (byte) Math.round(above + bottomShare * (below - above));
      }
    }
  }

  private static float mix(byte first, byte second, float share) {
    int from = first & 0xFF;
    return from + share * ((second & 0xFF) - from);
  }

  /**
   * The mean over a square, which quiets a noisy sensor.
   *
   * @param reach pixels on either side: 1 makes 3 x 3
   */
  GreyImage blurred(int reach) {
    byte[] rows = new byte[width * height];
    byte[] both = new byte[width * height];
    for (int y = 0; y < height; y++) {
      meanAlong(pixels, rows, y * width, 1, width, reach);
    }
    for (int x = 0; x < width; x++) {
      meanAlong(rows, both, x, width, height, reach);
    }
    return new GreyImage(width, height, both);
  }

  /** A running mean over one row or column; the outermost pixel stands for those beyond it. */
  private static void meanAlong(byte[] from, byte[] to, int start, int step, int count, int reach) {
    int sum = 0;
    for (int i = -reach; i <= reach; i++) {
      sum += from[start + step * Math.min(count - 1, Math.max(0, i))] & 0xFF;
    }
    for (int i = 0; i < count; i++) {
      to[start + step * i] = (byte) (sum / (2 * reach + 1));
      sum += from[start + step * Math.min(count - 1, i + reach + 1)] & 0xFF;
      sum -= from[start + step * Math.max(0, i - reach)] & 0xFF;
    }
  }

  /** Strengthens what differs from its surroundings (unsharp mask): for lenses out of focus. */
  GreyImage sharpened(int reach, double strength) {
    byte[] mean = blurred(reach).pixels;
    byte[] to = new byte[width * height];
    for (int i = 0; i < to.length; i++) {
      int value = pixels[i] & 0xFF;
      to[i] = clamped((int) Math.round(value + strength * (value - (mean[i] & 0xFF))));
    }
    return new GreyImage(width, height, to);
  }

  /**
   * Spreads what lies between the darkest and the brightest fiftieth over all greys: for screens at
   * night and prints in the sun. A picture of one grey stays as it is.
   */
  GreyImage stretched() {
    int[] histogram = new int[256];
    int count = width * height;
    for (int i = 0; i < count; i++) {
      histogram[pixels[i] & 0xFF]++;
    }
    int dark = 0;
    for (int below = histogram[0]; below < count / 50; below += histogram[dark]) {
      dark++;
    }
    int bright = 255;
    for (int above = histogram[255]; above < count / 50; above += histogram[bright]) {
      bright--;
    }
    if (bright <= dark) {
      return this;
    }
    byte[] to = new byte[count];
    for (int i = 0; i < count; i++) {
      to[i] = clamped(((pixels[i] & 0xFF) - dark) * 255 / (bright - dark));
    }
    return new GreyImage(width, height, to);
  }

  /** Light codes on dark ground, as some phones show them at night. */
  GreyImage inverted() {
    byte[] to = new byte[width * height];
    for (int i = 0; i < to.length; i++) {
      to[i] = (byte) ~pixels[i];
    }
    return new GreyImage(width, height, to);
  }

  /**
   * The middle of the picture, where a camera looks at the plate for tickets.
   *
   * @param share of each side, above 0 and at most 1
   */
  GreyImage middle(double share) {
    int toWidth = (int) Math.max(1, width * share);
    int toHeight = (int) Math.max(1, height * share);
    int left = (width - toWidth) / 2;
    int top = (height - toHeight) / 2;
    byte[] to = new byte[toWidth * toHeight];
    for (int y = 0; y < toHeight; y++) {
      System.arraycopy(pixels, (top + y) * width + left, to, y * toWidth, toWidth);
    }
    return new GreyImage(toWidth, toHeight, to);
  }

  /** Turned by 90 degrees, clockwise. */
  GreyImage turned() {
    byte[] to = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        to[x * height + height - 1 - y] = pixels[y * width + x];
      }
    }
    return new GreyImage(height, width, to);
  }

  private static byte clamped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
