package org.shanmen.central.paper;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/** What a reader gets out of a PDF: its text, and what a scanner reads off its pages. */
public final class ReadPdf {
  private static final float DPI = 150;

  private ReadPdf() {}

  public static String text(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      var stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      return stripper.getText(document);
    }
  }

  public static int pages(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return document.getNumberOfPages();
    }
  }

  /** Width and height of a page in whole millimetres. */
  public static List<Long> size(byte[] pdf, int page) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      var box = document.getPage(page).getMediaBox();
      return List.of(
          Math.round(box.getWidth() / 72 * 25.4), Math.round(box.getHeight() / 72 * 25.4));
    }
  }

  /** The QR codes of a page, sorted. */
  public static List<String> codes(byte[] pdf, int page) throws Exception {
    try (var document = Loader.loadPDF(pdf)) {
      var image = new PDFRenderer(document).renderImageWithDPI(page, DPI);
      int width = image.getWidth();
      int height = image.getHeight();
      var source =
          new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
      var found =
          new QRCodeMultiReader()
              .decodeMultiple(
                  new BinaryBitmap(new HybridBinarizer(source)),
                  Map.of(DecodeHintType.TRY_HARDER, true));
      return Arrays.stream(found).map(com.google.zxing.Result::getText).sorted().toList();
    }
  }
}
