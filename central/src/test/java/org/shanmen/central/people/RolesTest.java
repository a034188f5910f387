package org.shanmen.central.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

class RolesTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();

  @Test
  void aRoleOfTheParksOwnMayDoWhatItWasGiven() {
    String role = newRole("findTickets", "listShifts");
    var guide = centre.with(role);
    guide.get("/tickets?number=NONE").expect(200);
    guide.get("/gates").expect(200);
    guide.post("/sales", new JsonObject()).expect(403);
    guide.get("/users").expect(403);
    var user = guide.get("/session").expect(200).json().getJsonObject("user");
    assertThat(user.getJsonArray("roles")).containsExactly(role);
    assertThat(user.getJsonArray("operations")).containsExactly("findTickets", "listShifts");
  }

  @Test
  void whoeverHasARoleThatChangesIsLoggedOut() {
    String role = newRole("findTickets");
    String name = centre.newUser("viewer", role);
    var browser = centre.stranger().logIn(name, WholeCentre.PASSWORD);
    admin
        .patch("/roles/" + role, new JsonObject().put("operations", array("listShifts")))
        .expect(200);
    browser.get("/session").expect(401);
    browser.logIn(name, WholeCentre.PASSWORD).get("/shifts").expect(200);
  }

  @Test
  void whatMachinesMayIsForNoPerson() {
    String name = centre.newUser("viewer");
    var roles = new JsonObject().put("roles", array("viewer", "channel"));
    assertThat(admin.patch("/users/" + name, roles).expect(422).response().body())
        .contains("machines that sell");
    var person =
        new JsonObject()
            .put("name", WholeCentre.newName("p"))
            .put("display_name", "P")
            .put("password", WholeCentre.PASSWORD)
            .put("roles", array("channel"));
    admin.post("/users", person).expect(422);
  }

  @Test
  void noRoleCanBeGivenWhatWouldGiveItEverything() {
    for (String operation : List.of("changeUser", "createUser", "changeRole", "nothing")) {
      admin.post("/roles", role(WholeCentre.newName("r"), operation)).expect(422);
    }
    admin.post("/roles", role("admin", "findTickets")).expect(409);
    admin
        .get("/roles")
        .expect(200)
        .json()
        .getJsonArray("operations")
        .forEach(
            operation ->
                assertThat(((JsonObject) operation).getBoolean("grantable"))
                    .as(operation.toString())
                    .isEqualTo(!RESERVED.contains(((JsonObject) operation).getString("id"))));
  }

  private static final List<String> RESERVED =
      List.of("createUser", "changeUser", "createRole", "changeRole", "removeRole");

  @Test
  void aRoleThatSomebodyHasStays() {
    String role = newRole("findTickets");
    String name = centre.newUser(role);
    admin.delete("/roles/" + role).expect(409);
    admin.patch("/users/" + name, new JsonObject().put("roles", array("viewer"))).expect(200);
    admin.delete("/roles/" + role).expect(204);
    admin.patch("/users/" + name, new JsonObject().put("roles", array(role))).expect(422);
  }

  @Test
  void whoMustChangeHisPasswordCanDoNothingElse() {
    String name = centre.newUser("clerk");
    admin
        .patch(
            "/users/" + name,
            new JsonObject().put("password", "given by the boss").put("must_change_password", true))
        .expect(200);
    var browser = centre.stranger().logIn(name, "given by the boss");
    assertThat(browser.get("/gates").expect(403).error()).isEqualTo("PASSWORD_CHANGE");
    browser.get("/session").expect(200);
    change(browser, "not the password", "a password of his own").expect(401);
    change(browser, "given by the boss", "given by the boss").expect(422);
    change(browser, "given by the boss", "a password of his own").expect(200);
    var other = centre.stranger().logIn(name, "a password of his own");
    other.get("/gates").expect(200);
    centre.stranger().tryLogIn(name, "given by the boss").expect(401);
  }

  @Test
  void changingThePasswordEndsTheOtherSessions() {
    String name = centre.newUser("viewer");
    var elsewhere = centre.stranger().logIn(name, WholeCentre.PASSWORD);
    var here = centre.stranger().logIn(name, WholeCentre.PASSWORD);
    change(here, WholeCentre.PASSWORD, "a password of his own").expect(200);
    elsewhere.get("/session").expect(401);
  }

  private static Browser.Answer change(Browser browser, String old, String fresh) {
    return browser.post(
        "/session/password", new JsonObject().put("password", old).put("new_password", fresh));
  }

  private String newRole(String... operations) {
    String code = WholeCentre.newName("role-");
    admin.post("/roles", role(code, operations)).expect(201);
    return code;
  }

  private static JsonObject role(String code, String... operations) {
    return new JsonObject()
        .put("code", code)
        .put("name_zh", "讲解员")
        .put("name_en", "Guide")
        .put("operations", array(operations));
  }

  private static JsonArray array(String... texts) {
    return new JsonArray(List.of(texts));
  }
}
