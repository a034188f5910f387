package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;

import com.google.zxing.ReaderException;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.rig.Credential;

/** The ticket window in a real browser, with a real gate behind it. */
@ExtendWith(RunningPark.class)
class WindowIT {
  private static final int DESK_WIDTH = 1280;
  private static final int DESK_HEIGHT = 800;

  private static Browser browser;

  private final TestPark park;

  WindowIT(TestPark park) {
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
  void aSaleOfFourKeysOpensTheGateAndItsRefundClosesIt() throws IOException, ReaderException {
    Page page = atTheWindow("zh-CN", DESK_WIDTH, DESK_HEIGHT, false);
    openShift(page);

    String key = keyOf(page, ModelPark.DAY);
    page.keyboard().press(key);
    page.keyboard().press(key);
    page.keyboard().press("Enter");
    assertThat(at(page, "received")).isFocused();
    page.keyboard().press("Enter");
    assertThat(at(page, "sold")).isVisible();
    assertThat(at(page, "qr")).hasCount(2);
    var first = Credential.qr(QrPicture.decoded(at(page, "qr").first()));
    var second = Credential.qr(QrPicture.decoded(at(page, "qr").last()));
    assertThat(park.enter(park.n1(), first).isAdmission()).isTrue();

    String number = at(page, "qr").last().getAttribute("aria-label");
    page.keyboard().press("Enter");
    page.keyboard().press("r");
    page.keyboard().type(number);
    page.keyboard().press("Enter");
    at(page, "do-refund").click();
    assertThat(at(page, "refund-told")).hasAttribute("data-fen", "8000");
    assertThat(at(page, "refund-way-CASH")).isVisible();
    page.keyboard().press("Enter");
    assertThat(at(page, "service-done")).containsText("¥80.00");
    assertThat(park.enter(park.n1(), second).reason()).isEqualTo("REVOKED");

    scan(page, park.sell(ModelPark.DAY).number()); // in the same shift
    at(page, "do-void").click();
    assertThat(at(page, "void-told")).hasText("退还 ¥80.00");
    page.keyboard().press("Enter");
    assertThat(at(page, "service-done")).containsText("¥80.00");
    assertThat(at(page, "do-void")).hasCount(0);
    closeShift(page, "320.00");
    assertThat(browser.complaints()).isEmpty();
    page.context().close();
  }

  @Test
  void theSameKeyPrintsOnThePrinterThatTheWindowChose() throws IOException {
    try (var printer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      printer.setSoTimeout((int) TestPark.SOON.toMillis());
      park.as("admin")
          .post(
              "/printers",
              new JsonObject()
                  .put("code", "PW")
                  .put("name", "Window printer")
                  .put("host", printer.getInetAddress().getHostAddress())
                  .put("port", printer.getLocalPort()));
      Page page = atTheWindow("en-GB", DESK_WIDTH, DESK_HEIGHT, false);
      page.keyboard().press(keyOf(page, ModelPark.DAY));
      page.keyboard().press("Enter");
      assertThat(at(page, "received")).isFocused();
      page.keyboard().press("Enter");
      assertThat(at(page, "sold")).isVisible();
      var file = page.waitForDownload(() -> at(page, "print-pdf").click());
      assertThat(file.suggestedFilename()).endsWith(".pdf");
      at(page, "printer").selectOption("PW");
      at(page, "next").focus();
      page.keyboard().press("p");
      byte[] paper;
      try (var connection = printer.accept()) {
        paper = connection.getInputStream().readAllBytes();
      }
      assertThat(at(page, "printed")).containsText("Window printer");
      String number = at(page, "qr").first().getAttribute("aria-label");
      assertThat(new String(paper, StandardCharsets.ISO_8859_1)).contains(number);
      picture(page, "window-printed");
      page.context().close();
    }
    park.as("admin").delete("/printers/PW");
  }

  @Test
  void anUpgradeSaysItsDifferenceBeforeItTakesIt() throws IOException, ReaderException {
    var ticket = park.sell(ModelPark.CONCESSION);
    Page page = atTheWindow("en-GB", DESK_WIDTH, DESK_HEIGHT, false);
    page.keyboard().press("r");
    page.keyboard().type(ticket.number());
    page.keyboard().press("Enter");
    at(page, "do-exchange").click();
    assertThat(at(page, "service-confirm")).isDisabled();
    at(page, "exchange-type").selectOption(ModelPark.DAY);
    assertThat(at(page, "exchange-difference")).hasAttribute("data-fen", "4000");
    at(page, "exchange-payment-CARD").click();
    picture(page, "window-upgrade");
    at(page, "service-confirm").click();
    assertThat(at(page, "service-done")).containsText("Collect ¥40.00");
    var upgraded = park.as("clerk").get("/tickets/" + ticket.number());
    assertThat(upgraded.getString("ticket_type")).isEqualTo(ModelPark.DAY);
    var printed = Credential.qr(QrPicture.decoded(at(page, "qr")));
    assertThat(park.enter(park.n1(), printed).isAdmission()).isTrue();
    assertThat(browser.complaints()).isEmpty();
    page.context().close();
  }

  @Test
  void aPrintedTicketIsSoldByItsCodeAndWhatIsReportedLostOpensNothing() {
    var batch = printed(2);
    var inert = Credential.qr(code(batch.getJsonObject(0)));
    var wanted = Credential.qr(code(batch.getJsonObject(1)));
    String number = batch.getJsonObject(1).getString("number");
    Page page = atTheWindow("en-GB", DESK_WIDTH, DESK_HEIGHT, false);
    page.keyboard().press("p");
    scan(page, code(batch.getJsonObject(0)));
    assertThat(at(page, "printed-price")).hasAttribute("data-fen", "8000");
    assertThat(at(page, "printed")).isFocused();
    // The visitor wants the other one: who scans it sells nothing.
    scan(page, code(batch.getJsonObject(1)));
    assertThat(at(page, "ticket-" + number)).isVisible();
    assertThat(at(page, "printed")).isFocused();
    page.keyboard().press("k");
    page.keyboard().press("Enter");
    assertThat(at(page, "service-done")).containsText("¥80.00, Card (" + number + ")");
    assertThat(at(page, "service-number")).isFocused();
    assertThat(at(page, "service-number")).hasValue("");

    at(page, "do-lose").click();
    page.keyboard().press("Enter");
    assertThat(at(page, "do-restore")).isVisible();
    assertThat(at(page, "do-block")).hasCount(0);
    park.awaitCurrent(park.n1());
    assertThat(park.enter(park.n1(), inert).reason()).isEqualTo("NOT_ACTIVATED");
    assertThat(park.enter(park.n1(), wanted).reason()).isEqualTo("LOST");
    at(page, "do-restore").click();
    assertThat(at(page, "service-confirm")).isDisabled();
    page.keyboard().type("Showed his ID");
    page.keyboard().press("Enter");
    assertThat(at(page, "do-refund")).isVisible();
    at(page, "do-newCode").click();
    page.keyboard().type("The paper is lost");
    page.keyboard().press("Enter");
    assertThat(at(page, "reprint-pdf")).isVisible();
    park.awaitCurrent(park.n1());
    // What is not signed says nothing of its ticket.
    assertThat(park.enter(park.n1(), wanted).reason()).isEqualTo("UNKNOWN");
    var renewed = Credential.qr(code(park.ticket(number)));
    assertThat(park.enter(park.n1(), renewed).isAdmission()).isTrue();
    assertThat(browser.complaints()).isEmpty();
    page.context().close();
  }

  @Test
  void moneyIsPaidIntoACardThatIsHeldToTheReader() {
    var ticket = park.sellOn(ModelPark.STORED_VALUE, "CARD", "7A11C0DE");
    Page page = atTheWindow("en-GB", DESK_WIDTH, DESK_HEIGHT, false);
    page.keyboard().press("r");
    scan(page, "7a:11:c0:de");
    assertThat(at(page, "balance")).hasText("holds ¥0.00");
    at(page, "do-topUp").click();
    assertThat(at(page, "top-up-paid")).isFocused();
    page.keyboard().type("100");
    page.keyboard().press("k");
    page.keyboard().press("Tab");
    page.keyboard().type("20");
    page.keyboard().press("Enter");
    assertThat(at(page, "service-done")).containsText("¥100.00, Card");
    assertThat(at(page, "balance")).hasText("holds ¥120.00");
    at(page, "do-topUp").click();
    assertThat(at(page, "credit-entries")).containsText("+¥120.00");
    var credit = park.ticket(ticket.number()).getJsonObject("credit");
    assertThat(credit.getLong("principal_fen")).isEqualTo(10000);
    assertThat(credit.getLong("bonus_fen")).isEqualTo(2000);
    assertThat(browser.complaints()).isEmpty();
    page.context().close();
  }

  private JsonArray printed(int quantity) {
    return park.as("admin")
        .post(
            "/ticket-batches",
            new JsonObject().put("ticket_type", ModelPark.PRINTED).put("quantity", quantity))
        .getJsonArray("tickets");
  }

  private static String code(JsonObject ticket) {
    return ticket.getJsonArray("credentials").getJsonObject(0).getString("value");
  }

  /** As a scanner does that is a keyboard. */
  private static void scan(Page page, String code) {
    page.keyboard().type(code);
    page.keyboard().press("Enter");
  }

  @Test
  void whatTheCentreRefusesIsToldAndNothingIsSold() {
    Page page = atTheWindow("en-GB", DESK_WIDTH, DESK_HEIGHT, false);
    page.keyboard().press("r");
    page.keyboard().type("NOBODYS-TICKET");
    page.keyboard().press("Enter");
    assertThat(at(page, "service-failure")).containsText("NOBODYS-TICKET");
    page.keyboard().press("Escape");
    page.keyboard().press(keyOf(page, ModelPark.DAY));
    page.keyboard().press("Enter");
    at(page, "received").fill("1");
    page.keyboard().press("Enter");
    assertThat(at(page, "sell")).isDisabled();
    page.keyboard().press("Escape");
    assertThat(at(page, "pay")).isEnabled();
    page.context().close();
  }

  @Test
  void theTotalIsNeverThatOfTheSaleBeforeTheLastKey() {
    Page page = atTheWindow("en-GB", DESK_WIDTH, DESK_HEIGHT, false);
    page.waitForResponse("**/api/v1/quotes", at(page, "offer-" + ModelPark.DAY)::click);
    assertThat(at(page, "total")).hasText("¥80.00");
    page.route("**/api/v1/quotes", route -> {}); // the centre takes its time
    at(page, "offer-" + ModelPark.CONCESSION).click();
    assertThat(at(page, "total")).hasText("¥120.00");
    page.context().close();
  }

  @Test
  void theWindowIsForThoseWhoSell() {
    Page page =
        Console.logIn(
            browser.page("en-GB", DESK_WIDTH, DESK_HEIGHT, false), park, "viewer", "en-GB");
    assertThat(at(page, "board")).isVisible();
    page.navigate(park.park().centre().root() + "/window");
    assertThat(at(page, "board")).isVisible();
    page.context().close();
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void theWindowFitsEveryScreenInBothLanguages(Look look) {
    Page page = atTheWindow(look.language(), look.width(), look.height(), look.dark());
    picture(page, "window-empty-" + look);
    at(page, "offer-" + ModelPark.DAY).click();
    at(page, "offer-" + ModelPark.CONCESSION).click();
    assertThat(at(page, "total")).hasText("¥120.00");
    picture(page, "window-basket-" + look);
    assertThat(look.isTooNarrowFor(page)).isFalse();
    at(page, "pay").click();
    at(page, "received").fill("500");
    picture(page, "window-payment-" + look);
    assertThat(look.isTooNarrowFor(page)).isFalse();
    at(page, "sell").click();
    assertThat(at(page, "qr")).hasCount(2);
    picture(page, "window-sold-" + look);
    assertThat(look.isTooNarrowFor(page)).isFalse();
    String number = at(page, "qr").first().getAttribute("aria-label");
    at(page, "next").click();
    page.keyboard().press("r");
    at(page, "service-number").fill(number);
    page.keyboard().press("Enter");
    at(page, "do-exchange").click();
    at(page, "exchange-type").selectOption(ModelPark.CONCESSION);
    assertThat(at(page, "exchange-difference")).isVisible();
    picture(page, "window-service-" + look);
    assertThat(look.isTooNarrowFor(page)).isFalse();
    at(page, "service-number").fill(printed(1).getJsonObject(0).getString("number"));
    page.keyboard().press("Enter");
    assertThat(at(page, "printed-price")).isVisible();
    lookAt(page, look, "window-printed-ticket");
    at(page, "service-number").fill(number);
    page.keyboard().press("Enter");
    at(page, "do-refund").click();
    assertThat(at(page, "refund-way-CASH")).isVisible();
    lookAt(page, look, "window-refund");
    at(page, "service-number").fill(park.sell(ModelPark.STORED_VALUE).number());
    page.keyboard().press("Enter");
    at(page, "do-topUp").click();
    at(page, "top-up-paid").fill("100");
    lookAt(page, look, "window-top-up");
    page.context().close();
  }

  private static void lookAt(Page page, Look look, String name) {
    picture(page, name + "-" + look);
    assertThat(look.isTooNarrowFor(page)).as(name).isFalse();
    assertThat(Accessibility.findings(page)).as(name).isEmpty();
  }

  private Page atTheWindow(String language, int width, int height, boolean dark) {
    Page page = Console.logIn(browser.page(language, width, height, dark), park, "clerk", language);
    assertThat(at(page, "window")).isVisible();
    assertThat(at(page, "offer-" + ModelPark.DAY)).isVisible();
    return page;
  }

  private static String keyOf(Page page, String ticketType) {
    return at(page, "offer-" + ticketType).locator("kbd").textContent();
  }

  private static void openShift(Page page) {
    page.keyboard().press("s");
    at(page, "shift-place").fill("1");
    at(page, "shift-amount").fill("200");
    page.keyboard().press("Enter");
    assertThat(at(page, "shift-open")).isVisible();
  }

  private static void closeShift(Page page, String counted) {
    at(page, "shift-close").click();
    at(page, "shift-amount").fill(counted);
    page.keyboard().press("Enter");
    assertThat(at(page, "shift-closed")).isVisible();
    picture(page, "window-shift-closed");
  }
}
