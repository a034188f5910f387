package org.shanmen.sim.soak;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import javax.tools.ToolProvider;
import org.shanmen.sim.park.Programs;

/**
 * Plants a fault in a copy of one source file, compiles that, and plays the campaign with it in
 * place of the true class, in this process and in those that the campaign starts. Nothing in the
 * faulty code knows of it. Needs a JDK and the sources.
 */
final class FaultPlanter {
  private final Path home;
  private final Path directory;

  /**
   * @param home the checkout
   * @param directory for copies and classes
   */
  FaultPlanter(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  /**
   * Plays a campaign on the faulty code.
   *
   * @return Soak's exit code
   * @throws IOException if the fault cannot be planted any more; the message says why
   */
  int play(PlantedFault fault, int rounds, PrintStream out) throws IOException {
    Path classes = compiled(fault);
    var path = new ArrayList<URL>();
    path.add(classes.toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    System.setProperty(Programs.PATCH_PROPERTY, classes.toString());
    try (var loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      var played =
          loader
              .loadClass(Soak.class.getName())
              .getMethod("play", PrintStream.class, String[].class)
              .invoke(
                  null, out, new String[] {fault.campaign(), "--rounds", Integer.toString(rounds)});
      return (int) played;
    } catch (ReflectiveOperationException e) {
      throw new IOException(fault.name() + ": " + e.getCause(), e);
    } finally {
      System.clearProperty(Programs.PATCH_PROPERTY);
    }
  }

  /**
   * The source with the fault in it.
   *
   * @throws IOException if it does not hold once what the fault takes the place of
   */
  String faulty(PlantedFault fault) throws IOException {
    String text = Files.readString(home.resolve(fault.module().sources()).resolve(fault.source()));
    int at = text.indexOf(fault.was());
    if (at < 0 || text.indexOf(fault.was(), at + 1) >= 0) {
      throw new IOException(
          fault.name() + ": " + fault.source() + " does not hold this once: " + fault.was());
    }
    return text.substring(0, at) + fault.becomes() + text.substring(at + fault.was().length());
  }

  private Path compiled(PlantedFault fault) throws IOException {
    String faulty = faulty(fault);
    Path copy = Files.createTempDirectory(directory, "fault").resolve(fileName(fault));
    Path classes = Files.createDirectory(copy.resolveSibling("classes"));
    Files.writeString(copy, faulty);
    var errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                errors,
                errors,
                "-nowarn",
                "-proc:none",
                "-cp",
                classPath(),
                "-d",
                classes.toString(),
                copy.toString());
    if (code != 0) {
      throw new IOException(fault.name() + ": " + errors.toString(StandardCharsets.UTF_8));
    }
    return classes;
  }

  /** Ours, and the centre's classes and libraries, none of which are among ours. */
  private String classPath() throws IOException {
    Path built = home.resolve("central/target");
    var path = new ArrayList<String>();
    path.add(System.getProperty("java.class.path"));
    path.add(built.resolve("classes").toString());
    if (Files.isDirectory(built.resolve("lib"))) {
      try (var jars = Files.list(built.resolve("lib"))) {
        jars.forEach(jar -> path.add(jar.toString()));
      }
    }
    return String.join(File.pathSeparator, path);
  }

  private static String fileName(PlantedFault fault) {
    return fault.source().substring(fault.source().lastIndexOf('/') + 1);
  }
}
