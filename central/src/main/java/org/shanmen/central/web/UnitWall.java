package org.shanmen.central.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;

/**
 * Knows to which operating units things belong. Asked for people who are bound to units, before an
 * operation runs.
 */
public interface UnitWall {
  /**
   * Whether all that a request is about belongs to these units. What is not there is within: the
   * operation itself says so.
   *
   * @param units codes
   * @param path the path's parameters
   */
  Future<Boolean> within(
      Set<String> units, Permission.UnitScope scope, Map<String, String> path, JsonObject body);
}
