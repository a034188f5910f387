package org.shanmen.central.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.central.WholeCentre;

class LoginTest {
  private final WholeCentre centre = WholeCentre.shared();

  @Test
  void whoLogsInIsKnownUntilHeLogsOut() {
    String name = centre.newUser("clerk", "control");
    var browser = centre.stranger().logIn(name, WholeCentre.PASSWORD);
    var user = browser.get("/session").expect(200).json().getJsonObject("user");
    assertThat(user.getString("name")).isEqualTo(name);
    assertThat(user.getJsonArray("roles")).containsExactly("clerk", "control");
    browser.delete("/session").expect(204);
    browser.get("/session").expect(401);
  }

  @Test
  void aWrongPasswordAnUnknownNameAndADisabledUserGetTheSameAnswer() {
    String disabled = centre.newUser("clerk");
    centre.admin().patch("/users/" + disabled, new JsonObject().put("disabled", true)).expect(200);
    var wrong = centre.stranger().tryLogIn("admin", "not the password").expect(401);
    var unknown = centre.stranger().tryLogIn("nobody-at-all", "not the password").expect(401);
    var shut = centre.stranger().tryLogIn(disabled, WholeCentre.PASSWORD).expect(401);
    assertThat(unknown.response().body()).isEqualTo(wrong.response().body());
    assertThat(shut.response().body()).isEqualTo(wrong.response().body());
  }

  @Test
  void guessingIsStoppedAndRightPasswordsAreNotCounted() {
    String guessed = centre.newUser("viewer");
    for (int i = 0; i < LoginLimits.PER_NAME_AND_ADDRESS + 2; i++) {
      centre.stranger().tryLogIn(guessed, WholeCentre.PASSWORD).expect(200);
    }
    int refused = 0;
    int last = 0;
    for (int i = 0; i < LoginLimits.PER_NAME_AND_ADDRESS + 5 && last != 429; i++) {
      last = centre.stranger().tryLogIn(guessed, "wrong " + i).status();
      refused += last == 401 ? 1 : 0;
    }
    assertThat(last).isEqualTo(429);
    assertThat(refused).isGreaterThanOrEqualTo(LoginLimits.PER_NAME_AND_ADDRESS);
    centre.stranger().tryLogIn(guessed, WholeCentre.PASSWORD).expect(429);
  }

  @Test
  void aChangeNeedsTheTokenThatTheLoginAnswered() {
    var browser = centre.with("admin");
    var area =
        new JsonObject()
            .put("code", WholeCentre.newName("A"))
            .put("name_zh", "园")
            .put("name_en", "x");
    assertThat(browser.forgetCsrf().post("/areas", area).expect(403).error())
        .isEqualTo("FORBIDDEN");
    browser.post("/areas", area, "X-CSRF-Token", "wrong").expect(403);
    browser.get("/areas").expect(200);
  }

  @Test
  void rolesAreEnforced() {
    var viewer = centre.with("viewer");
    viewer.get("/gates").expect(200);
    viewer.get("/users").expect(403);
    viewer.get("/audit").expect(403);
    viewer.post("/sales", new JsonObject()).expect(403);
    viewer.post("/commands", new JsonObject()).expect(403);
    var control = centre.with("control");
    control.post("/sales", new JsonObject()).expect(403);
    control.post("/commands", new JsonObject()).expect(400);
    centre.with("clerk").post("/commands", new JsonObject()).expect(403);
    var attendant = centre.with("attendant");
    attendant.get("/check-points").expect(200);
    attendant.post("/sales", new JsonObject()).expect(403);
    centre.stranger().get("/gates").expect(401);
  }

  @Test
  void aUserWhoseRightsChangeIsLoggedOut() {
    String name = centre.newUser("clerk");
    var browser = centre.stranger().logIn(name, WholeCentre.PASSWORD);
    centre
        .admin()
        .patch("/users/" + name, new JsonObject().put("roles", new JsonArray(List.of("viewer"))))
        .expect(200);
    browser.get("/session").expect(401);
    browser.logIn(name, WholeCentre.PASSWORD);
    centre
        .admin()
        .patch("/users/" + name, new JsonObject().put("password", "another horse"))
        .expect(200);
    browser.get("/session").expect(401);
    browser.tryLogIn(name, WholeCentre.PASSWORD).expect(401);
    browser.logIn(name, "another horse");
  }

  @Test
  void theLastAdministratorCannotLockEverybodyOut() {
    var others =
        centre.admin().get("/users").expect(200).json().getJsonArray("users").stream()
            .map(JsonObject.class::cast)
            .filter(user -> user.getJsonArray("roles").contains("admin"))
            .map(user -> user.getString("name"))
            .filter(name -> !name.equals("admin"))
            .toList();
    others.forEach(
        name ->
            centre
                .admin()
                .patch("/users/" + name, new JsonObject().put("disabled", true))
                .expect(200));
    centre.admin().patch("/users/admin", new JsonObject().put("disabled", true)).expect(409);
    centre
        .admin()
        .patch("/users/admin", new JsonObject().put("roles", new JsonArray(List.of("viewer"))))
        .expect(409);
  }

  @Test
  void theAuditLogTellsWhoDidWhatWithoutPasswords() {
    String name = centre.newUser("clerk");
    centre
        .admin()
        .patch("/users/" + name, new JsonObject().put("password", "secret secret"))
        .expect(200);
    centre
        .admin()
        .post(
            "/users",
            new JsonObject()
                .put("name", name)
                .put("display_name", "x")
                .put("password", "secret secret")
                .put("roles", new JsonArray(List.of("clerk"))))
        .expect(409);
    var page = centre.admin().get("/audit?limit=1000").expect(200).json();
    var ours =
        page.getJsonArray("entries").stream()
            .map(JsonObject.class::cast)
            .filter(entry -> entry.getString("subject").equals(name))
            .toList();
    assertThat(ours)
        .extracting(entry -> entry.getString("action"))
        .containsExactly("user.change", "user.create");
    assertThat(ours.get(0).getString("actor")).isEqualTo("admin");
    assertThat(ours.get(0).getString("address")).isEqualTo("127.0.0.1");
    assertThat(page.encode()).doesNotContain("secret secret");
    long id = ours.get(0).getLong("id");
    var older = centre.admin().get("/audit?limit=2&before=" + id).expect(200).json();
    assertThat(older.getJsonArray("entries")).hasSize(2);
    assertThat(older.getJsonArray("entries").getJsonObject(0).getLong("id")).isLessThan(id);
  }
}
