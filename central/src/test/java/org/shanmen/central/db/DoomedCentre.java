package org.shanmen.central.db;

import java.nio.file.Path;

/** Starts a server on the data directory given, says so, and waits to be killed. */
final class DoomedCentre {
  private DoomedCentre() {}

  public static void main(String[] arguments) throws Exception {
    var directory = DataDirectory.claim(Path.of(arguments[0]));
    var server = KeptPostgres.start(directory);
    System.out.println("UP " + server.settings().url());
    System.in.read();
  }
}
