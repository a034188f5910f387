package org.shanmen.gate.device.camera;

/** How a camera's program writes one frame. Only its brightness is looked at. */
public enum FrameFormat {
  /** One byte for each pixel, row by row. */
  GREY {
    @Override
    int colourBytes(int stride, int height) {
      return 0;
    }
  },
  /**
   * Planar YUV 4:2:0 (I420, YV12 or NV12): first one byte of brightness for each pixel, row by row,
   * then the colours, one pair for each square of four pixels.
   */
  YUV420 {
    @Override
    int colourBytes(int stride, int height) {
      return 2 * ((stride + 1) / 2) * ((height + 1) / 2);
    }
  };

  /**
   * What follows the brightness of a frame and is skipped.
   *
   * @param stride bytes from one row of brightness to the next
   */
  abstract int colourBytes(int stride, int height);
}
