package org.shanmen.central.web;

import java.time.Instant;
import java.util.Set;

/**
 * One person's login.
 *
 * @param csrf what changing requests must bring along, unguessable
 * @param until when it ends in any case
 */
public record Session(
    String name, String displayName, Set<Role> roles, String language, String csrf, Instant until) {
  public Session {
    roles = Set.copyOf(roles);
  }

  /** Leaves the token out: sessions must not end up in logs. */
  @Override
  public String toString() {
    return "session of " + name;
  }
}
