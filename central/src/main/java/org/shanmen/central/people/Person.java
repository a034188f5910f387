package org.shanmen.central.people;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.shanmen.central.db.tables.tables.records.PersonRecord;
import org.shanmen.central.web.Role;

/** A user, without the password. */
record Person(
    int id, String name, String displayName, Set<Role> roles, String language, boolean disabled) {
  static Person of(PersonRecord row) {
    return new Person(
        row.getId(),
        row.getName(),
        row.getDisplayName(),
        Role.setOf(row.getRoles()),
        row.getLanguage(),
        row.getDisabled());
  }

  /** As in openapi.yaml's User. */
  JsonObject json() {
    var texts = new JsonArray();
    roles.stream().sorted().map(Role::text).forEach(texts::add);
    return new JsonObject()
        .put("name", name)
        .put("display_name", displayName)
        .put("roles", texts)
        .put("language", language)
        .put("disabled", disabled);
  }
}
