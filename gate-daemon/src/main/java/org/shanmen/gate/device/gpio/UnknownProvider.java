package org.shanmen.gate.device.gpio;

import java.util.Collection;
import java.util.TreeSet;

/** The configuration names a Pi4J provider that is not on the classpath. */
public final class UnknownProvider extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param key the configuration's key
   * @param id what it says
   * @param available what it could say
   */
  public UnknownProvider(String key, String id, Collection<String> available) {
    super(
        key
            + " = \""
            + id
            + "\": no such Pi4J provider on the classpath, expected one of "
            + new TreeSet<>(available));
  }
}
