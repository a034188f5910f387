package org.shanmen.central.paper;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A thermal printer that understands as much of ESC/POS as we send, and throws at anything else.
 *
 * @param lines what is on the paper, cut or not
 * @param codes QR codes that were printed
 */
record Thermal(List<String> lines, List<String> codes, int cuts) {
  private static final Charset GB18030 = Charset.forName("GB18030");

  static Thermal print(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    var lines = new ArrayList<String>();
    var codes = new ArrayList<String>();
    var text = new java.io.ByteArrayOutputStream();
    boolean chinese = false;
    String stored = "";
    int cuts = 0;
    while (in.hasRemaining()) {
      int b = in.get() & 0xFF;
      switch (b) {
        case '\n' -> {
          lines.add(text.toString(chinese ? GB18030 : StandardCharsets.US_ASCII));
          text.reset();
        }
        case 0x1B -> {
          int command = in.get();
          switch (command) {
            case '@' -> chinese = false;
            case 'a', 'E', 'd' -> in.get();
            default -> throw new IllegalArgumentException("ESC " + command);
          }
        }
        case 0x1C -> chinese = expect(in, '&');
        case 0x1D -> {
          int command = in.get();
          switch (command) {
            case '!' -> in.get();
            case 'V' -> {
              expect(in, 66);
              expect(in, 0);
              cuts++;
            }
            case '(' -> {
              expect(in, 'k');
              var body = new byte[(in.get() & 0xFF) + 256 * (in.get() & 0xFF)];
              in.get(body);
              switch (body[1]) {
                case 65, 67, 69 -> {}
                case 80 -> stored = new String(body, 3, body.length - 3, StandardCharsets.US_ASCII);
                case 81 -> codes.add(stored);
                default -> throw new IllegalArgumentException("GS ( k " + body[1]);
              }
            }
            default -> throw new IllegalArgumentException("GS " + command);
          }
        }
        default -> {
          text.write(b);
          // The second and further bytes of a character are no commands.
          if (chinese && b >= 0x81) {
            int second = in.get();
            text.write(second);
            if (second >= 0x30 && second <= 0x39) {
              text.write(in.get());
              text.write(in.get());
            }
          }
        }
      }
    }
    return new Thermal(lines, codes, cuts);
  }

  private static boolean expect(ByteBuffer in, int wanted) {
    int found = in.get();
    if (found != wanted) {
      throw new IllegalArgumentException("expected %d, found %d".formatted(wanted, found));
    }
    return true;
  }
}
