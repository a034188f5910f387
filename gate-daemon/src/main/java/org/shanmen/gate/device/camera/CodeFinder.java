package org.shanmen.gate.device.camera;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds the QR code in a picture: tries one {@link Pass} after the other and stops at the first
 * hit. A hit has passed the code's own Reed-Solomon check. Not thread-safe.
 */
final class CodeFinder {
  /** Prepared pictures are no larger; a pass that would make a larger one is left out. */
  static final long MAX_PIXELS = 4_000_000;

  private static final Map<DecodeHintType, Object> HINTS =
      Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE);

  private final QRCodeReader reader = new QRCodeReader();
  private int next;

  /** Tries everything. */
  Optional<String> find(GreyImage picture) {
    next = 0;
    return find(picture, () -> false);
  }

  /**
   * Tries what there is time for: the first pass always, then on from where the last picture's time
   * was over, so that every pass has its turn while somebody holds a ticket still.
   *
   * @param timeIsOver asked before each pass but the first
   */
  Optional<String> find(GreyImage picture, BooleanSupplier timeIsOver) {
    Optional<String> text = tryPass(Pass.ALL.get(0), picture);
    int others = Pass.ALL.size() - 1;
    for (int tried = 0; text.isEmpty() && tried < others && !timeIsOver.getAsBoolean(); tried++) {
      text = tryPass(Pass.ALL.get(1 + next), picture);
      next = (next + 1) % others;
    }
    return text;
  }

  private Optional<String> tryPass(Pass pass, GreyImage picture) {
    double pixels = (double) picture.width() * picture.height() * pass.growth() * pass.growth();
    if (pixels > MAX_PIXELS) {
      return Optional.empty();
    }
    GreyImage prepared = pass.prepare().apply(picture);
    try {
      var bitmap = new BinaryBitmap(pass.binarizer().apply(prepared.source()));
      return Optional.of(reader.decode(bitmap, HINTS).getText());
    } catch (ReaderException e) {
      // ZXing's way to say that there is none.
      return Optional.empty();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // A grid that was fitted to no code leads its sampler out of the picture.
      return Optional.empty();
    } finally {
      reader.reset();
    }
  }
}
