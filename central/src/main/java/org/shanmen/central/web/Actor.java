package org.shanmen.central.web;

import java.util.Set;

/**
 * Who does something, for permissions and for the audit log.
 *
 * @param name the person's login name, or "system"
 * @param address where the request came from; empty for the system
 */
public record Actor(String name, Rights rights, String address) {
  /** What the centre does by itself. */
  public static final Actor SYSTEM = new Actor("system", Set.of(), "");

  /** Somebody with built-in roles only. */
  public Actor(String name, Set<Role> roles, String address) {
    this(name, Rights.of(roles), address);
  }

  /** The built-in roles. */
  public Set<Role> roles() {
    return rights.roles();
  }

  /** Codes of the operating units to which he is bound; none: he works for the whole park. */
  public Set<String> units() {
    return rights.units();
  }
}
