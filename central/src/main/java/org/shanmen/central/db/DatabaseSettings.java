package org.shanmen.central.db;

/**
 * The server that the centre uses.
 *
 * @param url JDBC address, {@code jdbc:postgresql://host:port/name}
 * @param password may be empty
 */
public record DatabaseSettings(String url, String user, String password) {
  /** Leaves the password out: settings end up in logs. */
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
