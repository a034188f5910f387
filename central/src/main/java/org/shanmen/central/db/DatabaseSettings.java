package org.shanmen.central.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The server that the centre uses.
 *
 * @param url JDBC address, {@code jdbc:postgresql://host:port/name}
 * @param password may be empty
 */
public record DatabaseSettings(String url, String user, String password) {
  /** A connection of its own, beside any pool. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Leaves the password out: settings end up in logs. */
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
