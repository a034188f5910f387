package org.shanmen.gate.device.camera;

import com.google.zxing.Binarizer;
import com.google.zxing.LuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One way of looking at a picture.
 *
 * @param name for logs and measurements
 * @param growth how many times wider the prepared picture is
 * @param prepare what is done to the picture before it is made black and white
 * @param binarizer makes it black and white: hybrid by the surroundings of each spot, which copes
 *     with shadows; global by one threshold, which copes with patterns inside the code's modules
 */
record Pass(
    String name,
    double growth,
    UnaryOperator<GreyImage> prepare,
    Function<LuminanceSource, Binarizer> binarizer) {

  /**
   * From cheap to dear and from likely to unlikely, chosen by trial (docs/BENCHMARKS.md): the first
   * finds most codes, the second those with pictures in them, the others what is noisy, small, out
   * of focus, slanting or light on dark. Their order matters where a picture holds two codes.
   */
  static final List<Pass> ALL =
      List.of(
          hybrid("plain", 1, picture -> picture),
          global("plain", 1, picture -> picture),
          hybrid("half", 0.5, picture -> picture.scaled(0.5)),
          global("0.7", 0.7, picture -> picture.scaled(0.7)),
          hybrid("blur", 1, picture -> picture.blurred(1)),
          global("0.85", 0.85, picture -> picture.scaled(0.85)),
          hybrid("third", 0.33, picture -> picture.scaled(0.33)),
          hybrid("inverted", 1, GreyImage::inverted),
          hybrid("stretched", 1, GreyImage::stretched),
          hybrid("1.5", 1.5, picture -> picture.scaled(1.5)),
          global("1.25", 1.25, picture -> picture.scaled(1.25)),
          hybrid("double", 2, picture -> picture.scaled(2)),
          global("double", 2, picture -> picture.scaled(2)),
          hybrid("middle", 1.6, picture -> picture.middle(0.8).scaled(2)),
          hybrid("double, sharpened", 2, picture -> picture.scaled(2).sharpened(3, 2)),
          hybrid("triple", 3, picture -> picture.scaled(3)),
          global("triple", 3, picture -> picture.scaled(3)));

  private static Pass hybrid(String name, double growth, UnaryOperator<GreyImage> prepare) {
    return new Pass(name + ", hybrid", growth, prepare, HybridBinarizer::new);
  }

  private static Pass global(String name, double growth, UnaryOperator<GreyImage> prepare) {
    return new Pass(name + ", global", growth, prepare, GlobalHistogramBinarizer::new);
  }
}
