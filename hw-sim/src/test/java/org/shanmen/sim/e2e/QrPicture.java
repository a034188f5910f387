package org.shanmen.sim.e2e;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.ReaderException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Locator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A QR code on a page, as a gate's reader sees it. */
final class QrPicture {
  private QrPicture() {}

  /** What is written in a picture on a page. */
  static String decoded(Locator picture) throws IOException, ReaderException {
    var image = ImageIO.read(new ByteArrayInputStream(picture.screenshot()));
    var bitmap = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image)));
    return new QRCodeReader().decode(bitmap).getText();
  }
}
