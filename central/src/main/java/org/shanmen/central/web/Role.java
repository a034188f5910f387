package org.shanmen.central.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a person may do; openapi.yaml says which operation needs which. */
public enum Role {
  ADMIN,
  CLERK,
  CONTROL,
  VIEWER,
  /** Keeps the books: statements and every shift. */
  FINANCE;

  /** The spelling in the interface and in the database: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is no such role
   */
  public static Role of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** From the database: comma-separated. */
  public static Set<Role> setOf(String commaSeparated) {
    var roles = EnumSet.noneOf(Role.class);
    Arrays.stream(commaSeparated.split(",")).map(Role::of).forEach(roles::add);
    return roles;
  }

  /** For the database: comma-separated, in the order of this enum. */
  public static String join(Set<Role> roles) {
    return roles.stream().sorted().map(Role::text).collect(Collectors.joining(","));
  }
}
