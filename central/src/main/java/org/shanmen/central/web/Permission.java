package org.shanmen.central.web;

import io.vertx.core.json.JsonArray;
import io.vertx.openapi.contract.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may call one operation, as openapi.yaml says it.
 *
 * @param id of the operation
 * @param group the operation's first tag
 * @param summary what it does, in English
 * @param summaryZh the same in Chinese
 * @param roles built-in roles, or {@code public}, or {@code any}
 * @param reserved cannot be given to a custom role: who has it could give himself everything
 * @param units what the operation is about, for people who are bound to operating units; empty: the
 *     whole park, so it is not for them
 */
public record Permission(
    String id,
    String group,
    String summary,
    String summaryZh,
    List<String> roles,
    boolean reserved,
    Optional<UnitScope> units) {
  /** Everybody, logged in or not. */
  public static final String PUBLIC = "public";

  /** Everybody who is logged in. */
  public static final String ANY = "any";

  /** What a unit-aware operation is about; spelled in lower case in openapi.yaml. */
  public enum UnitScope {
    /** The operation itself shows and changes only what belongs to the caller's units. */
    OWN,
    /** The ticket of the path's number, and the type that the body names, if it does. */
    TICKET,
    /**
     * The order of the path's number: all its tickets or, while there are none, its lines; and the
     * types that the body's lines name.
     */
    SALE,
    /** All tickets of the refund request of the path's id. */
    REQUEST,
    /** The ticket types that the body's lines name. */
    LINES
  }

  /**
   * @throws IllegalStateException if the file does not say who may, or names a role that there is
   *     not
   */
  static Permission of(Operation operation) {
    var model = operation.getOpenAPIModel();
    JsonArray listed = model.getJsonArray("x-roles");
    if (listed == null || listed.isEmpty()) {
      throw new IllegalStateException(operation.getOperationId() + " has no x-roles");
    }
    var roles = listed.stream().map(String.class::cast).toList();
    var known =
        Stream.concat(Stream.of(PUBLIC, ANY), Arrays.stream(Role.values()).map(Role::text))
            .collect(Collectors.toSet());
    if (!known.containsAll(roles)) {
      throw new IllegalStateException(
          operation.getOperationId() + ": x-roles " + roles + ", expected some of " + known);
    }
    return new Permission(
        operation.getOperationId(),
        operation.getTags().get(0),
        model.getString("summary", ""),
        model.getString("x-summary-zh", ""),
        roles,
        model.getBoolean("x-reserved", false),
        Optional.ofNullable(model.getString("x-units"))
            .map(scope -> UnitScope.valueOf(scope.toUpperCase(Locale.ROOT))));
  }

  /** Whether there is anything to permit. */
  public boolean forEverybody() {
    return roles.contains(PUBLIC) || roles.contains(ANY);
  }

  /** Whether a custom role may have it. */
  public boolean grantable() {
    return !forEverybody() && !reserved;
  }

  /** Whether somebody may, who is logged in and has changed his password if he must. */
  public boolean permits(Rights rights) {
    if (forEverybody()) {
      return true;
    }
    boolean built = rights.roles().stream().anyMatch(role -> roles.contains(role.text()));
    boolean custom = grantable() && rights.operations().contains(id);
    return (built || custom) && (units.isPresent() || !rights.bound());
  }

  /** Whether the role alone permits it. */
  boolean permits(Role role) {
    return permits(Rights.of(Set.of(role)));
  }
}
