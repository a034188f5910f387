package org.shanmen.central.web;

import io.vertx.core.Future;

/** Knows machines by their tokens. */
public interface MachineLogin {
  /**
   * Finds the machine of a token. Does not block.
   *
   * @param address where the request came from
   * @return fails with {@link Refused} if there is none, it is disabled, or the address tried too
   *     often
   */
  Future<Machine> find(String token, String address);
}
