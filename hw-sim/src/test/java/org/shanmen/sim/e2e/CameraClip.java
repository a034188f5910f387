package org.shanmen.sim.e2e;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * What a camera sees that is held before a code: a clip in YUV4MPEG2 (mjpegtools' yuv4mpeg.h),
 * 4:2:0, which Chromium shows in a loop in place of a camera.
 */
final class CameraClip {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int FRAMES = 5;
  private static final int PAPER = 235;
  private static final int INK = 16;
  private static final int GREY = 128;

  private CameraClip() {}

  static void write(Path file, String code) throws IOException, WriterException {
    BitMatrix modules =
        new QRCodeWriter()
            .encode(
                code,
                BarcodeFormat.QR_CODE,
                HEIGHT - 40,
                HEIGHT - 40,
                Map.of(EncodeHintType.MARGIN, 4));
    byte[] luma = new byte[WIDTH * HEIGHT];
    Arrays.fill(luma, (byte) PAPER);
    int left = (WIDTH - modules.getWidth()) / 2;
    int top = (HEIGHT - modules.getHeight()) / 2;
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        if (modules.get(x, y)) {
          luma[(top + y) * WIDTH + left + x] = INK;
        }
      }
    }
    byte[] chroma = new byte[WIDTH * HEIGHT / 2];
    Arrays.fill(chroma, (byte) GREY);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(ascii("YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420mpeg2\n".formatted(WIDTH, HEIGHT)));
      for (int i = 0; i < FRAMES; i++) {
        out.write(ascii("FRAME\n"));
        out.write(luma);
        out.write(chroma);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
