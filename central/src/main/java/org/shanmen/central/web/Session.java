package org.shanmen.central.web;

import java.time.Instant;

/**
 * One person's login.
 *
 * @param csrf what changing requests must bring along, unguessable
 * @param until when it ends in any case
 */
public record Session(
    String name, String displayName, Rights rights, String language, String csrf, Instant until) {
  /** Leaves the token out: sessions must not end up in logs. */
  @Override
  public String toString() {
    return "session of " + name;
  }
}
