package org.shanmen.central.web;

import java.util.Set;

/**
 * Who does something, for permissions and for the audit log.
 *
 * @param name the person's login name, or "system"
 * @param address where the request came from; empty for the system
 */
public record Actor(String name, Set<Role> roles, String address) {
  /** What the centre does by itself. */
  public static final Actor SYSTEM = new Actor("system", Set.of(), "");

  public Actor {
    roles = Set.copyOf(roles);
  }
}
