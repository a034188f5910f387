package org.shanmen.gate.device.camera;

import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads an image file: PNG, JPEG, GIF, BMP and what else this Java knows. */
final class Photograph {
  /** A picture is thinned out to at most this many pixels while it is read. */
  static final long MAX_PIXELS = CodeFinder.MAX_PIXELS;

  private Photograph() {}

  /**
   * @throws IOException if there is no such file or no picture in it, for whatever reason
   */
  static GreyImage read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw new IOException("cannot be read");
      }
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("not an image that Java can read (PNG, JPEG, GIF, BMP)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return grey(reader.read(0, thinned(reader)));
      } catch (RuntimeException e) {
        // Java's decoders answer broken files with exceptions of many kinds.
        throw new IOException("a broken image: " + e, e);
      } finally {
        reader.dispose();
      }
    }
  }

  private static ImageReadParam thinned(ImageReader reader) throws IOException {
    double pixels = (double) reader.getWidth(0) * reader.getHeight(0);
    int step = (int) Math.ceil(Math.sqrt(Math.max(1, pixels / MAX_PIXELS)));
    ImageReadParam how = reader.getDefaultReadParam();
    how.setSourceSubsampling(step, step, 0, 0);
    return how;
  }

  /** What is transparent becomes white, as on a page. */
  private static GreyImage grey(BufferedImage image) {
    var source = new BufferedImageLuminanceSource(image);
    return new GreyImage(source.getWidth(), source.getHeight(), source.getMatrix());
  }
}
