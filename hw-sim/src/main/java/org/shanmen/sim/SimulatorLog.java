package org.shanmen.sim;

/**
 * The log of the programs in this module. Their settings have a name of their own, because this
 * module's jar also lies on the daemon's classpath, which brings its own logback.xml.
 */
public final class SimulatorLog {
  private static final String PROPERTY = "logback.configurationFile";

  private SimulatorLog() {}

  /** Must be called before the first logger is made. */
  public static void start() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "org/shanmen/sim/logback.xml");
    }
  }
}
