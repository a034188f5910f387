package org.shanmen.central.web;

import java.util.Set;

/**
 * What a person may do, as of the login; a change ends the sessions.
 *
 * @param roles those that are built in
 * @param customRoles codes of those that the park made itself
 * @param operations what the custom roles allow, by the names of openapi.yaml
 * @param units codes of the operating units to which the person is bound; none: he works for the
 *     whole park
 * @param mustChangePassword whether he may do nothing else before
 */
public record Rights(
    Set<Role> roles,
    Set<String> customRoles,
    Set<String> operations,
    Set<String> units,
    boolean mustChangePassword) {
  public Rights {
    roles = Set.copyOf(roles);
    customRoles = Set.copyOf(customRoles);
    operations = Set.copyOf(operations);
    units = Set.copyOf(units);
  }

  /** Of somebody with built-in roles only, who works for the whole park. */
  public static Rights of(Set<Role> roles) {
    return new Rights(roles, Set.of(), Set.of(), Set.of(), false);
  }

  /** Whether he works for some units only. */
  public boolean bound() {
    return !units.isEmpty();
  }
}
