package org.shanmen.gate.device.serial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts jSerialComm's native code into a directory of our own before the library is first used. By
 * itself it would unpack it into one place under the temporary directory, where every user can swap
 * it and several gates on one machine overwrite each other's.
 */
public final class NativeLibrary {
  private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PROPERTY = "jSerialComm.library.path";
  private static final String FILE = "libjSerialComm.so";

  private NativeLibrary() {}

  /**
   * Does nothing if the property {@value #PROPERTY} is set already. Failing is not fatal: then the
   * library unpacks itself.
   *
   * @param directory made if it is not there
   */
  public static synchronized void placeIn(Path directory) {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    try {
      for (String architecture : architectures()) {
        place("Linux/" + architecture + "/" + FILE, directory);
      }
      System.setProperty(PROPERTY, directory.toAbsolutePath().toString());
    } catch (IOException e) {
      log.warn("serial library not placed in {}: {}; it unpacks itself", directory, e.toString());
    }
  }

  private static List<String> architectures() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> List.of("x86_64");
      case "aarch64" -> List.of("armv8_64");
      case "arm" -> List.of("armv6hf", "armv7hf", "armv5");
      default -> List.of();
    };
  }

  /** By a rename, so that another gate that loads the same file never sees half of it. */
  private static void place(String resource, Path directory) throws IOException {
    Path target = directory.resolve(resource);
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), "part", ".so");
    try (InputStream in = NativeLibrary.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IOException(resource + " is not on the classpath");
      }
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
