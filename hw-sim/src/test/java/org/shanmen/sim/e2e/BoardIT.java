package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;
import static org.shanmen.sim.e2e.Console.pictures;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.GateHouse;

/** The live board in a real browser. */
@ExtendWith(RunningPark.class)
class BoardIT {
  private static final int DESK_WIDTH = 1280;
  private static final int DESK_HEIGHT = 900;
  private static final int PHONE_WIDTH = 390;
  private static final int PHONE_HEIGHT = 844;
  private static final LocatorAssertions.HasAttributeOptions SOON =
      new LocatorAssertions.HasAttributeOptions().setTimeout(TestPark.SOON.toMillis());

  private static final Locator.ClickOptions PRESS = new Locator.ClickOptions().setTimeout(1_000);

  /** What becomes of a command that did not come in time. */
  private static final Set<String> LOST = Set.of("EXPIRED_COMMAND", "UNREACHABLE");

  private static Browser browser;

  private final TestPark park;

  BoardIT(TestPark park) {
    this.park = park;
  }

  @BeforeAll
  static void openBrowser() {
    browser = new Browser();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void theControlRoomOpensAllArmsInAnEmergencyAndLocksThemAgain() {
    Page page = logIn("en-GB", DESK_WIDTH, DESK_HEIGHT, false, "control");
    picture(page, "board-en");

    command(page, "park-emergency-open");
    for (GateHouse gate : park.park().gates()) {
      gate.awaitArm(arm -> arm == ArmPosition.DROPPED, TestPark.SOON);
      assertThat(at(page, "gate-" + gate.code() + "-mode"))
          .hasAttribute("data-mode", "EMERGENCY_OPEN", SOON);
    }
    assertThat(park.n1().walk(Walk.out()).passed()).isEqualTo(1);
    picture(page, "board-emergency-en");

    command(page, "park-controlled");
    for (GateHouse gate : park.park().gates()) {
      gate.awaitArm(arm -> arm == atRest(gate), TestPark.SOON);
      assertThat(at(page, "gate-" + gate.code() + "-mode"))
          .hasAttribute("data-mode", "CONTROLLED", SOON);
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theConfirmationNamesWhatWillHappenAndLeavingItDoesNothing() {
    Page page = logIn("en-GB", DESK_WIDTH, DESK_HEIGHT, false, "control");

    at(page, "gate-N1-emergency-open").click();
    assertThat(at(page, "confirm-text")).containsText("N1");
    assertThat(at(page, "confirm-text")).containsText("drop the arm");
    picture(page, "board-confirm-en");
    at(page, "confirm-cancel").click();

    assertThat(at(page, "confirm-text")).isHidden();
    assertThat(park.n1().ops().health().mode()).isEqualTo("CONTROLLED");
  }

  @Test
  void whoWalksInIsSeenOnTheBoardAtOnce() {
    Page page = logIn("zh-CN", DESK_WIDTH, DESK_HEIGHT, true, "viewer");
    long before = Long.parseLong(at(page, "gate-N1-in").getAttribute("data-count"));
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);

    park.enter(park.n1(), ticket.qr());
    assertThat(at(page, "gate-N1-in")).hasAttribute("data-count", Long.toString(before + 1), SOON);

    assertThat(park.enter(park.n1(), ticket.qr()).reason()).isEqualTo("USED_UP");
    assertThat(at(page, "gate-N1-last")).hasAttribute("data-reason", "USED_UP", SOON);
    picture(page, "board-zh-dark");
    assertThat(at(page, "gate-N1-emergency-open")).hasCount(0); // a viewer only looks
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theAttendantsWordIsForTheVisitorWhomHeSaw() {
    Page page = logIn("zh-CN", DESK_WIDTH, DESK_HEIGHT, false, "control");
    String first = hold(park.sell(ModelPark.CONCESSION));
    assertThat(at(page, "gate-N1-confirm-reject")).isEnabled();
    picture(page, "board-held-zh");
    pressUntil(
        page, "gate-N1-confirm-reject", "refused", () -> !onBoard(park.n1()).getBoolean("holding"));
    assertThat(park.n1().ops().health().lastReason()).isEqualTo("NEEDS_CHECK");

    TestPark.Ticket ticket = park.sell(ModelPark.CONCESSION);
    String second = hold(ticket);
    assertThat(second).isNotEqualTo(first);
    JsonObject late = answer("confirm-accept", first);
    assertThat(late.getString("outcome")).isEqualTo("NOT_NOW");
    assertThat(late.getString("answer")).isEqualTo("somebody else is held by now");
    assertThat(onBoard(park.n1()).getString("holding_id")).isEqualTo(second);
    assertThat(park.n1().lane().state().arm()).isEqualTo(ArmPosition.LOCKED);

    assertThat(at(page, "gate-N1-held")).hasAttribute("data-ticket", ticket.number(), SOON);
    picturesOfAllKinds();
    pressUntil(
        page,
        "gate-N1-confirm-accept",
        "let in",
        () -> park.n1().lane().state().arm() == ArmPosition.RELEASED_IN);
    park.n1().walk(Walk.in());
    park.n1().awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whoCountsPeopleByHandSeesWhatItDoesAtTheGates() {
    capacityOfTheGarden(500);
    for (Look look : Look.wanted()) {
      Page page = logIn(look.language(), look.width(), look.height(), look.dark(), "control");
      at(page, "inside-count-GARDEN").click();
      at(page, "count-field").fill("500");
      assertThat(at(page, "count-effect")).isVisible();
      requirePicture(page, "board-count", look);
      at(page, "count-save").click();
      assertThat(at(page, "count-noted")).hasAttribute("data-full", "true", SOON);
      park.n1().awaitHealth("to be full", TestPark.SOON, health -> health.isAreaFull());
      requirePicture(page, "board-counted", look);
      at(page, "count-close").click();

      at(page, "inside-count-GARDEN").click();
      at(page, "count-field").fill("0");
      at(page, "count-save").click();
      assertThat(at(page, "count-noted")).hasAttribute("data-full", "false", SOON);
      park.n1().awaitHealth("to have room", TestPark.SOON, health -> !health.isAreaFull());
      page.context().close();
    }
    assertThat(browser.complaints()).isEmpty();
    capacityOfTheGarden(null);
  }

  private static void requirePicture(Page page, String name, Look look) {
    picture(page, name + "-" + look);
    assertThat(look.isTooNarrowFor(page)).as(name).isFalse();
    assertThat(Accessibility.findings(page)).as(name).isEmpty();
  }

  private void capacityOfTheGarden(Integer capacity) {
    park.as("admin").patch("/areas/GARDEN", new JsonObject().put("capacity", capacity));
  }

  @Test
  void aGateIsTestedOutOfServiceAndTheBoardTellsWhoCommandedIt() {
    Page page = logIn("zh-CN", DESK_WIDTH, DESK_HEIGHT, false, "control");
    at(page, "gate-N1-more").click();
    assertThat(at(page, "gate-N1-run-test")).isDisabled();
    command(page, "gate-N1-out-of-service");
    assertThat(at(page, "gate-N1-mode")).hasAttribute("data-mode", "OUT_OF_SERVICE", SOON);
    command(page, "gate-N1-run-test");
    assertThat(at(page, "result-N1")).hasAttribute("data-outcome", "DONE", SOON);
    at(page, "recent-toggle").click();
    var latest = page.locator("[data-testid^='recent-'][data-action]").first();
    assertThat(latest).hasAttribute("data-action", "run-test");
    assertThat(latest).hasAttribute("data-tone", "good", SOON);
    assertThat(latest).containsText("control");
    pictures(page, "board-more");
    command(page, "gate-N1-controlled");
    park.n1().awaitHealth("to work", TestPark.SOON, health -> health.mode().equals("CONTROLLED"));
    assertThat(browser.complaints()).isEmpty();
  }

  /** Shows a ticket that needs a check at N1 and waits until the board has its holder. */
  private String hold(TestPark.Ticket ticket) {
    park.n1().lane().present(ticket.qr());
    return Await.until(
            "the holder of " + ticket.number() + " to be on the board",
            TestPark.SOON,
            () -> onBoard(park.n1()),
            gate ->
                gate.getJsonObject("held") != null
                    && gate.getJsonObject("held").getString("ticket").equals(ticket.number()))
        .getString("holding_id");
  }

  /** Says it again if it expired on the way, and tells what came of it. */
  private JsonObject answer(String action, String holding) {
    var scope = new JsonObject().put("kind", "gate").put("code", "N1");
    var command =
        new JsonObject().put("scope", scope).put("action", action).put("holding_id", holding);
    return Await.until(
        "an answer to " + action,
        TestPark.SOON,
        () -> settled(park.as("control").post("/commands", command).getString("batch")),
        state -> !LOST.contains(state.getString("outcome")));
  }

  private JsonObject settled(String batch) {
    return Await.until(
        "command " + batch + " to be answered",
        TestPark.SOON,
        () ->
            park.as("control")
                .get("/commands?batch=" + batch)
                .getJsonArray("commands")
                .getJsonObject(0),
        state -> !state.getString("outcome").equals("PENDING"));
  }

  private JsonObject onBoard(GateHouse gate) {
    return park.onBoard(park.as("viewer"), gate);
  }

  /** Again if the word expired on the way; what it brings about may be over in some seconds. */
  private void pressUntil(Page page, String button, String what, Callable<Boolean> done) {
    Await.until(
        "the visitor to be " + what,
        TestPark.SOON,
        () -> {
          // It goes when the word was heard: asked for once, as a second question would wait for
          // it to come back, and a press that waits sees nothing.
          if (page.locator("[data-testid='" + button + "']:enabled").isVisible()) {
            at(page, button).click(PRESS);
          }
          return done.call();
        });
  }

  /** Somebody held, as everybody may look at him. */
  private void picturesOfAllKinds() {
    for (Look look : Look.wanted()) {
      Page page = logIn(look.language(), look.width(), look.height(), look.dark(), "control");
      assertThat(at(page, "gate-N1-confirm-accept")).isEnabled();
      picture(page, "board-held-" + look);
      assertThat(look.isTooNarrowFor(page)).isFalse();
      page.context().close();
    }
  }

  @Test
  void theBoardFitsAPhone() {
    Page page = logIn("zh-CN", PHONE_WIDTH, PHONE_HEIGHT, false, "control");
    picture(page, "board-zh-phone");
    Object width = page.evaluate("document.documentElement.scrollWidth");
    assertThat(((Number) width).intValue()).isLessThanOrEqualTo(PHONE_WIDTH);
  }

  @Test
  void aWrongPasswordIsToldAndOpensNothing() {
    Page page = browser.page("en-GB", DESK_WIDTH, DESK_HEIGHT, false);
    page.navigate(park.park().centre().root().toString());
    picture(page, "login-en");
    at(page, "login-name").fill("control");
    at(page, "login-password").fill("surely not this one");
    at(page, "login-submit").click();
    assertThat(at(page, "login-failure")).isVisible();
    page.context().close();
  }

  private Page logIn(String locale, int width, int height, boolean dark, String role) {
    Page page = Console.logIn(browser.page(locale, width, height, dark), park, role, locale);
    assertThat(at(page, "board")).isVisible();
    assertThat(at(page, "gate-E1-link")).hasAttribute("data-link", "up", SOON);
    return page;
  }

  /** Nobody needs a right to leave. */
  private static ArmPosition atRest(GateHouse gate) {
    return gate.site().kind().equals("EXIT") ? ArmPosition.RELEASED_OUT : ArmPosition.LOCKED;
  }

  private static void command(Page page, String button) {
    at(page, button).click();
    at(page, "confirm-ok").click();
  }
}
