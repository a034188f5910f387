package org.shanmen.gate.device.camera;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.gate.log.ConsoleLog;

/**
 * {@code ./shanmen decode IMAGE...}: prints {@code file<TAB>text} for each image, or {@code
 * file<TAB>-} if no code was found in it. A text of several lines is printed as it is; other
 * control characters become U+FFFD, as whoever printed a code shall not command whoever reads it at
 * a terminal. Exits with 1 if a file could not be read.
 */
public final class Decode {
  private static final String NONE = "-";
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\t\r\n]]");

  private final PrintStream out;
  private final PrintStream err;
  private final CodeFinder finder = new CodeFinder();

  Decode(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    ConsoleLog.start();
    // No window, no display: only Java's image files are used.
    System.setProperty("java.awt.headless", "true");
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int exit = new Decode(out, err).all(List.of(arguments));
    out.flush();
    System.exit(exit);
  }

  /** Texts are printed as UTF-8 whatever the locale, as a launcher under cron has none. */
  private static PrintStream utf8(FileDescriptor to) {
    return new PrintStream(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }

  /** The exit code: 0; 1 if a file could not be read; 2 if there is nothing to do. */
  int all(List<String> files) {
    if (files.isEmpty()) {
      err.println("usage: ./shanmen decode IMAGE... / 用法:./shanmen decode 图片文件...");
      return 2;
    }
    boolean allRead = true;
    for (String file : files) {
      allRead &= one(file);
    }
    return allRead ? 0 : 1;
  }

  private boolean one(String file) {
    try {
      Optional<String> text = finder.find(Photograph.read(Path.of(file)));
      out.println(file + "\t" + text.map(Decode::printable).orElse(NONE));
      return true;
    } catch (IOException | InvalidPathException e) {
      String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
      err.println("shanmen: cannot read " + file + ": " + why + " / 无法读取图片 " + file);
      out.println(file + "\t" + NONE);
      return false;
    }
  }

  static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("\uFFFD");
  }
}
