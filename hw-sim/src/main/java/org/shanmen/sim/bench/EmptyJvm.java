package org.shanmen.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that does nothing, in the gate's kind of JVM: what no Java program can go below. */
public final class EmptyJvm {
  private EmptyJvm() {}

  /** Says that it is there, and waits to be ended: until its input is closed. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("there");
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
  }

  /** One that runs. */
  record Running(Process process, long nanosToStart) implements AutoCloseable {
    static Running start() throws IOException {
      var command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xss512k",
              "-Xmx96m",
              "-cp",
              System.getProperty("java.class.path"),
              EmptyJvm.class.getName());
      long began = System.nanoTime();
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      if (process.getInputStream().read() < 0) {
        throw new IOException("an empty program did not start");
      }
      return new Running(process, System.nanoTime() - began);
    }

    @Override
    public void close() throws IOException, InterruptedException {
      process.getOutputStream().close();
      process.waitFor();
    }
  }
}
