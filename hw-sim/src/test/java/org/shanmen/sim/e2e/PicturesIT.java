package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.serial.SerialDevice;

/**
 * What pages look like when something is the matter: alarms, a centre that is away, a bill that is
 * not right, an attendant's phone without a network. Only for {@code ./shanmen pictures}; that
 * these things work is for the other tests.
 */
@ExtendWith(RunningPark.class)
@EnabledIfSystemProperty(named = "shanmen.pictures", matches = "true")
class PicturesIT {
  private static final LocatorAssertions.HasAttributeOptions SOON =
      new LocatorAssertions.HasAttributeOptions().setTimeout(TestPark.SOON.toMillis());

  /** All that the page is told of bills and of money on its way back. */
  private static final List<String> BOOKS =
      List.of("reconciliations", "overdue-charges", "charge-refunds");

  private final TestPark park;
  private final Browser browser = new Browser();

  PicturesIT(TestPark park) {
    this.park = park;
  }

  @AfterEach
  void everythingIsWellAgain() throws IOException {
    browser.close();
    if (!park.park().centre().program().isAlive()) {
      park.park().centre().start();
    }
    park.n1().lane().fire(false);
    park.e1().lane().plug(SerialDevice.SCANNER);
    for (GateHouse gate : park.park().gates()) {
      if (!gate.program().isAlive()) {
        gate.program().start();
      }
      gate.awaitLinked();
    }
    if (park.n1().ops().health().isFire()) {
      park.command("gate", "N1", "release-fire");
    }
  }

  @Test
  void aBoardWithAlarmsItsCommandsAndALostCentre() throws IOException {
    park.n1().lane().fire(true);
    park.e1().lane().unplug(SerialDevice.SCANNER);
    GateHouse exit = park.park().gate("X1");
    exit.program().stop();
    List<Page> pages = new ArrayList<>();
    for (Look look : Look.wanted()) {
      Page page = logIn(look, "control");
      pages.add(page);
      assertThat(at(page, "gate-N1-alarms")).isVisible();
      assertThat(at(page, "gate-E1-alarms")).isVisible();
      assertThat(at(page, "gate-X1-link")).hasAttribute("data-link", "down", SOON);
      requirePicture(page, "board-alarms", look);
      at(page, "park-controlled").click();
      assertThat(at(page, "confirm-ok")).isFocused();
      requirePicture(page, "board-confirm-all", look);
      at(page, "confirm-ok").click();
      assertThat(at(page, "result-E1")).hasAttribute("data-outcome", "DONE", SOON);
      requirePicture(page, "board-results", look);
      at(page, "user-menu").click();
      assertThat(at(page, "logout")).isVisible();
      requirePicture(page, "board-menu", look);
    }
    park.park().centre().program().stop();
    for (int i = 0; i < pages.size(); i++) {
      assertThat(at(pages.get(i), "stale")).isVisible();
      picture(pages.get(i), "board-stale-" + Look.wanted().get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void booksThatDoNotAgree(Look look) {
    Page page = browser.page(look.language(), look.width(), look.height(), look.dark());
    BOOKS.forEach(what -> answerFromFile(page, what));
    Console.logIn(page, park, "admin", look.language());
    at(page, "page-books").click();
    assertThat(at(page, "books-compared")).hasCount(3);
    at(page, "books-show").first().click();
    assertThat(page.locator("[data-testid^='difference-']")).hasCount(4);
    requirePicture(page, "books-differences", look);
    at(page, "tab-overdue").click();
    assertThat(page.locator("[data-testid^='overdue-ask-']")).hasCount(3);
    requirePicture(page, "books-overdue", look);
    at(page, "tab-refunds").click();
    assertThat(page.locator("[data-testid^='retry-']")).hasCount(1);
    requirePicture(page, "books-refunds", look);
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void refundsToDecideOnAndServiceAtTheWindow(Look look) {
    Page page = browser.page(look.language(), look.width(), look.height(), look.dark());
    answerFromFile(page, "refund-requests");
    Console.logIn(page, park, "admin", look.language());
    at(page, "page-orders").click();
    assertThat(page.locator("[data-testid^='approve-']")).hasCount(2);
    requirePicture(page, "orders-requests", look);

    String number = park.sell(ModelPark.CONCESSION).number();
    at(page, "page-window").click();
    at(page, "offer-" + ModelPark.DAY).click();
    at(page, "pay").click();
    at(page, "received").fill("1");
    requirePicture(page, "window-too-little", look);
    at(page, "payment-QR").click();
    at(page, "sell").click();
    assertThat(at(page, "charge-code")).isVisible();
    requirePicture(page, "window-charge", look);
    at(page, "charge-cancel").click();
    assertThat(at(page, "received")).isFocused();
    page.keyboard().press("Escape");
    assertThat(at(page, "pay")).isVisible();
    at(page, "hold-link").click();
    at(page, "hold-phone").fill("13800001111");
    requirePicture(page, "window-hold", look);
    at(page, "hold-submit").click();
    assertThat(at(page, "hold-done")).isVisible();
    requirePicture(page, "window-held", look);
    at(page, "hold-next").click();
    page.keyboard().press("r");
    at(page, "service-number").fill(number);
    page.keyboard().press("Enter");
    at(page, "do-refund").click();
    requirePicture(page, "window-refund", look);
    at(page, "service-confirm").click();
    assertThat(at(page, "service-done")).isVisible();
    requirePicture(page, "window-refunded", look);
    at(page, "page-orders").click();
    at(page, "orders-find").fill("13800001111");
    page.keyboard().press("Enter");
    page.locator("button[data-testid^='order-']").first().click();
    at(page, "people").click();
    requirePicture(page, "order-people", look);
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void aVisitorWhoGivesATicketBack(Look look) {
    var order = new WebShop(park, "PIC" + Look.wanted().indexOf(look)).paidOrder(2);
    Page page = browser.page(look.language(), look.width(), look.height(), look.dark());
    page.navigate(park.park().centre().root() + order.getString("link"));
    at(page, "eticket-back").click();
    page.locator("input[data-testid^='eticket-back-']").first().check();
    assertThat(at(page, "eticket-give-back")).isVisible();
    requirePicture(page, "eticket-refund", look);
    at(page, "eticket-give-back").click();
    requirePicture(page, "eticket-refund-sure", look);
    at(page, "eticket-give-yes-back").click();
    assertThat(at(page, "eticket-money-done")).isVisible();
    requirePicture(page, "eticket-refunded", look);
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void aShiftThatWasClosed(Look look) {
    Page page = browser.page(look.language(), look.width(), look.height(), look.dark());
    List.of("shifts", "shifts/7").forEach(what -> answerFromFile(page, what));
    Console.logIn(page, park, "admin", look.language());
    at(page, "page-reports").click();
    at(page, "shift-7").click();
    assertThat(at(page, "statement-difference")).isVisible();
    requirePicture(page, "reports-shift", look);
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void everyReport(Look look) {
    Page page = logIn(look, "admin");
    at(page, "page-reports").click();
    assertThat(page.locator("[data-testid='reports'][aria-busy='false']")).isVisible();
    List<String> reports =
        at(page, "report").locator("option").all().stream()
            .map(option -> option.getAttribute("value"))
            .toList();
    assertThat(reports).hasSizeGreaterThan(6);
    for (String report : reports) {
      at(page, "report").selectOption(report);
      assertThat(page.locator("[data-testid='reports'][aria-busy='false']")).isVisible();
      requirePicture(page, "reports-" + report, look);
    }
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void anAttendantsDay(Look look) {
    var group = park.sellGroup(5);
    var day = park.sell(ModelPark.DAY);
    var concession = park.sell(ModelPark.CONCESSION);
    var twice = park.sell(ModelPark.DAY);
    Page page = browser.page(look.language(), look.width(), look.height(), look.dark());
    var phone = new PairedPhone(park, page, "P" + Look.wanted().indexOf(look), "TWO_WAY");
    phone.logIn();
    requirePicture(page, "hand-pairing", look);
    phone.pair();
    requirePicture(page, "hand-first", look);
    answered(phone, day, "ADMIT", "hand-admitted", look);
    answered(phone, day, "REFUSE", "hand-refused", look);
    answered(phone, group, "ASK", "hand-group", look);
    at(page, "hand-less").click();
    at(page, "hand-confirm").click();
    phone.assertAnswer("ADMIT");
    requirePicture(page, "hand-group-admitted", look);
    phone.next();
    answered(phone, concession, "ASK", "hand-proof", look);
    at(page, "hand-reject").click();
    phone.assertAnswer("REFUSE");
    requirePicture(page, "hand-proof-wrong", look);
    phone.next();
    assertThat(at(page, "hand-unsent")).hasAttribute("data-count", "0");

    page.context().setOffline(true);
    assertThat(at(page, "hand-standing")).hasAttribute("data-online", "false");
    assertThat(park.enter(park.n1(), twice.qr()).isAdmission()).isTrue();
    phone.scan(twice);
    phone.assertAnswer("ADMIT");
    phone.next();
    at(page, "hand-entered").fill("NOBODYS-TICKET");
    at(page, "hand-check").click();
    phone.assertAnswer("REFUSE");
    phone.next();
    at(page, "hand-tally-plus").click();
    at(page, "hand-menu").click();
    requirePicture(page, "hand-offline", look);
    page.context().setOffline(false);
    assertThat(at(page, "hand-duplicates")).containsText(twice.number());
    at(page, "hand-menu").click();
    requirePicture(page, "hand-double-use", look);
    phone.revoke();
    at(page, "hand-tally-plus").click();
    assertThat(page.locator("[data-phase='REVOKED']")).isVisible();
    requirePicture(page, "hand-revoked", look);
  }

  private static void answered(
      PairedPhone phone, TestPark.Ticket ticket, String tone, String name, Look look) {
    phone.scan(ticket);
    phone.assertAnswer(tone);
    requirePicture(phone.page(), name, look);
    phone.next();
  }

  private Page logIn(Look look, String role) {
    return Console.logIn(
        browser.page(look.language(), look.width(), look.height(), look.dark()),
        park,
        role,
        look.language());
  }

  private static void requirePicture(Page page, String name, Look look) {
    picture(page, name + "-" + look);
    assertThat(look.isTooNarrowFor(page)).as(name).isFalse();
    assertThat(Accessibility.findings(page)).as(name).isEmpty();
  }

  /** What takes days or a bank to come about; the answer is as the contract has it. */
  private static void answerFromFile(Page page, String what) {
    page.route(
        "**/api/v1/" + what,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(read("/pictures/" + what + ".json"))));
  }

  private static String read(String resource) {
    try (var file = PicturesIT.class.getResourceAsStream(resource)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
