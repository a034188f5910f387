package org.shanmen.central.people;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.shanmen.central.db.tables.tables.records.PersonRecord;
import org.shanmen.central.web.Role;

/**
 * A user, without the password.
 *
 * @param roles that are built in
 * @param customRoles codes of the park's own ones
 * @param units codes of the operating units to which he is bound; none: the whole park
 */
record Person(
    int id,
    String name,
    String displayName,
    Set<Role> roles,
    Set<String> customRoles,
    Set<String> units,
    String language,
    boolean disabled,
    boolean mustChangePassword) {
  static Person of(PersonRecord row, Set<String> units) {
    var codes = Arrays.stream(row.getRoles().split(",")).collect(Collectors.toSet());
    return new Person(
        row.getId(),
        row.getName(),
        row.getDisplayName(),
        builtIn(codes),
        custom(codes),
        units,
        row.getLanguage(),
        row.getDisabled(),
        row.getMustChangePassword());
  }

  /** Those of some roles that are built in. */
  static Set<Role> builtIn(Set<String> codes) {
    var roles = EnumSet.noneOf(Role.class);
    Arrays.stream(Role.values()).filter(role -> codes.contains(role.text())).forEach(roles::add);
    return roles;
  }

  /** Those of some roles that are not built in. */
  static Set<String> custom(Set<String> codes) {
    var custom = new TreeSet<>(codes);
    Arrays.stream(Role.values()).map(Role::text).forEach(custom::remove);
    return custom;
  }

  /** For the database: comma-separated, built-in ones first. */
  static String join(Set<String> codes) {
    return Stream.concat(
            builtIn(codes).stream().sorted().map(Role::text), custom(codes).stream().sorted())
        .collect(Collectors.joining(","));
  }

  /** Whether he can give rights to everybody else. */
  boolean administers() {
    return !disabled && units.isEmpty() && roles.contains(Role.ADMIN);
  }

  /** As in openapi.yaml's User. */
  JsonObject json() {
    var codes = new JsonArray();
    roles.stream().sorted().map(Role::text).forEach(codes::add);
    customRoles.stream().sorted().forEach(codes::add);
    var bound = new JsonArray();
    units.stream().sorted().forEach(bound::add);
    return new JsonObject()
        .put("name", name)
        .put("display_name", displayName)
        .put("roles", codes)
        .put("units", bound)
        .put("language", language)
        .put("disabled", disabled)
        .put("must_change_password", mustChangePassword);
  }
}
