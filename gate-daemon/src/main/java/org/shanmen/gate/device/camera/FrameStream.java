package org.shanmen.gate.device.camera;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a program's output into frames and keeps their brightness.
 *
 * <pre>
 * row 0: width bytes of brightness, stride - width bytes of padding
 * row 1: ...
 * row height - 1
 * colours: {@link FrameFormat#colourBytes}
 * next frame
 * </pre>
 *
 * <p>Nothing marks where a frame begins, so a wrong size shows as a torn picture in which no code
 * is found, never as an error. Not thread-safe.
 */
final class FrameStream {
  private final InputStream in;
  private final CameraSettings camera;

  FrameStream(InputStream in, CameraSettings camera) {
    this.in = in;
    this.camera = camera;
  }

  /**
   * Waits for a whole frame.
   *
   * @param pixels filled with width x height bytes
   * @throws EOFException if the stream ends first
   */
  void next(byte[] pixels) throws IOException {
    int padding = camera.stride() - camera.width();
    if (padding == 0) {
      fill(pixels, 0, camera.width() * camera.height());
    } else {
      for (int row = 0; row < camera.height(); row++) {
        fill(pixels, row * camera.width(), camera.width());
        in.skipNBytes(padding);
      }
    }
    in.skipNBytes(camera.format().colourBytes(camera.stride(), camera.height()));
  }

  private void fill(byte[] pixels, int from, int count) throws IOException {
    if (in.readNBytes(pixels, from, count) < count) {
      throw new EOFException("its output ended");
    }
  }
}
