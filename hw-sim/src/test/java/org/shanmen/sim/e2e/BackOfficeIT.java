package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;
import static org.shanmen.sim.e2e.Console.pictures;

import com.google.zxing.ReaderException;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.RawGate;
import org.shanmen.sim.park.RequestRefused;
import org.shanmen.sim.rig.Credential;

/** What administrators do now and then, done in a real browser and seen at a real gate. */
@ExtendWith(RunningPark.class)
class BackOfficeIT {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 900;

  private final TestPark park;
  private final Browser browser = new Browser();

  BackOfficeIT(TestPark park) {
    this.park = park;
  }

  @AfterEach
  void closeBrowser() {
    browser.close();
  }

  @Test
  void aPhoneThatReadsThePictureIsTheHandheldUntilItIsRevoked()
      throws IOException, ReaderException {
    Page desk = open("zh-CN", "page-park");
    at(desk, "tab-handhelds").click();
    at(desk, "handheld-new").click();
    at(desk, "field-code").fill("HC1");
    at(desk, "field-name_zh").fill("一号手持机");
    at(desk, "field-name_en").fill("Handheld one");
    at(desk, "field-check_point").selectOption(ModelPark.NORTH);
    at(desk, "field-kind").selectOption("ENTRY");
    at(desk, "record-save").click();
    at(desk, "handheld-pair-HC1").click();
    assertThat(at(desk, "enrolment")).isVisible();
    picture(desk, "park-handheld-pairing");
    String link = QrPicture.decoded(at(desk, "enrolment").locator("svg"));
    assertThat(link).startsWith(park.park().centre().root() + "/handheld#HC1.");

    Page phone = browser.page("zh-CN", 390, 844, false);
    phone.navigate(link);
    at(phone, "hand-name").fill("admin");
    at(phone, "hand-password").fill(park.password("admin"));
    at(phone, "hand-login").click();
    assertThat(at(phone, "hand-code")).hasValue(link.substring(link.indexOf('#') + 1));
    assertThat(phone.url()).doesNotContain("#");
    at(phone, "hand-pair").click();
    assertThat(phone.locator("[data-phase='WORK']")).isVisible();

    desk.reload();
    at(desk, "tab-handhelds").click();
    assertThat(at(desk, "handheld-HC1").locator("[data-paired='true']")).isVisible();
    at(desk, "handheld-revoke-HC1").click();
    at(desk, "handheld-revoke-yes-HC1").click();
    assertThat(at(desk, "handheld-HC1").locator("[data-paired='false']")).isVisible();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aMachineSellsWithTheTokenThatIsShownOnceUntilItGetsAnother() {
    Page page = open("zh-CN", "page-park");
    at(page, "tab-machines").click();
    at(page, "machine-new").click();
    at(page, "field-code").fill("OTA1");
    at(page, "field-name").fill("携程 Trip.com");
    at(page, "field-channel").selectOption("PARTNER");
    at(page, "record-save").click();
    String first = at(page, "token-text").innerText();
    assertThat(mayOrder(first)).isTrue();
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    at(page, "token-copy").click();
    assertThat(at(page, "token-copied")).hasText("已复制");
    assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(first);
    assertThat(page.evaluate("JSON.stringify([location.href, localStorage, sessionStorage])"))
        .asString()
        .doesNotContain(first);
    pictures(page, "park-machine-token");
    at(page, "token-close").click();
    assertThat(at(page, "machine-OTA1")).containsText("分销商");
    assertThat(page.content()).doesNotContain(first);

    at(page, "machine-token-OTA1").click();
    assertThat(at(page, "machine-OTA1")).containsText("旧令牌立即失效");
    pictures(page, "park-machine-question");
    assertThat(mayOrder(first)).isTrue(); // asked, and not yet done
    at(page, "machine-token-yes-OTA1").click();
    String second = at(page, "token-text").innerText();
    assertThat(mayOrder(first)).isFalse();
    assertThat(mayOrder(second)).isTrue();

    at(page, "machine-change-OTA1").click();
    assertThat(at(page, "token")).hasCount(0);
    at(page, "field-name").fill("携程旅行");
    at(page, "field-disabled").check();
    at(page, "record-save").click();
    assertThat(at(page, "machine-OTA1").locator("[data-disabled='true']")).isVisible();
    assertThat(at(page, "machine-OTA1")).containsText("携程旅行");
    assertThat(mayOrder(second)).isFalse();
    at(page, "machine-change-OTA1").click();
    at(page, "field-disabled").uncheck();
    at(page, "record-save").click();
    assertThat(at(page, "machine-OTA1").locator("[data-disabled='false']")).isVisible();
    assertThat(mayOrder(second)).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  private boolean mayOrder(String token) {
    try {
      CentreClient.machine(park.park().centre().root(), token).get("/orders");
      return true;
    } catch (RequestRefused e) {
      assertThat(e.status()).isEqualTo(401);
      return false;
    }
  }

  @Test
  void aStolenGateIsTakenOutOfTrustAndEnrolledAnew() throws IOException {
    place("/gates", "S1", new JsonObject().put("check_point", ModelPark.EAST).put("kind", "ENTRY"));
    Page page = open("zh-CN", "page-park");
    at(page, "tab-gates").click();
    assertThat(at(page, "gate-revoke-S1")).hasCount(0); // nothing that could be taken back
    at(page, "enrol-S1").click();
    var stolen = enrolled(at(page, "enrolment-code").innerText());
    page.reload();
    at(page, "tab-gates").click();
    at(page, "gate-revoke-S1").click();
    assertThat(at(page, "gate-S1")).containsText("立即断开");
    pictures(page, "park-gate-revocation");
    at(page, "gate-revoke-yes-S1").click();
    assertThat(at(page, "gate-S1-link")).hasText("已吊销");
    assertThat(at(page, "gate-revoke-S1")).hasCount(0);
    try (var gate = RawGate.as(stolen, park.park().centre().gatelinkPort())) {
      gate.send(
          Envelope.newBuilder()
              .setHello(Hello.newBuilder().setProtocolVersion(1).setGate("S1").setSoftware("old")));
      assertThat(gate.receive().orElseThrow().getRefusal().getCause())
          .isEqualTo(Refusal.Cause.REVOKED_GATE);
    }

    moveAndTakeOut(page);
    place("/gates", "S1", new JsonObject().put("check_point", ModelPark.EAST).put("kind", "ENTRY"));
    page.reload();
    at(page, "tab-gates").click();
    at(page, "enrol-S1").click();
    enrolled(at(page, "enrolment-code").innerText());
    assertThat(browser.complaints()).isEmpty();
  }

  private static void moveAndTakeOut(Page page) {
    at(page, "gate-change-S1").click();
    at(page, "field-check_point").selectOption(ModelPark.NORTH);
    pictures(page, "park-gate-change");
    at(page, "record-save").click();
    assertThat(page.locator("section[aria-label='北门'] [data-testid='gate-S1']")).isVisible();
    at(page, "gate-remove-S1").click();
    pictures(page, "park-gate-removal");
    at(page, "gate-remove-yes-S1").click();
    assertThat(at(page, "park-note")).containsText("保留在报表中");
    assertThat(at(page, "gate-S1")).hasCount(0);
  }

  private RawGate.Identity enrolled(String code) throws IOException {
    int port = park.park().centre().gatelinkPort();
    return RawGate.enrol(port, "S1", code.split("\\.", -1)[1]).orElseThrow();
  }

  @Test
  void ticketKeysAreChangedAndWhatALeakedOneSignedIsRefused() {
    int before = ticketKeys().size();
    Page page = open("en-GB", "page-park");
    at(page, "tab-face").click();
    var states = at(page, "ticket-keys").locator("[data-state]");
    assertThat(states).hasCount(before);
    at(page, "keys-rotate-keep").click();
    assertThat(at(page, "ticket-keys")).containsText("those already sold open as before");
    at(page, "keys-rotate-yes-keep").click();
    assertThat(at(page, "keys-rotated")).isVisible();
    assertThat(states).hasCount(before + 1);
    assertThat(states.nth(0)).hasAttribute("data-state", "signs");
    assertThat(states.nth(1)).hasAttribute("data-state", "good");

    at(page, "keys-rotate-end").click();
    at(page, "keys-rotate-yes-end").click();
    assertThat(states).hasCount(before + 2);
    assertThat(states.nth(1)).hasAttribute("data-state", "ended");
    at(page, "keys-rotate-end").click();
    pictures(page, "park-keys");
    assertThat(ticketKeys().stream().filter(key -> key.getString("valid_until") == null))
        .singleElement()
        .satisfies(key -> assertThat(key.getBoolean("signs")).isTrue());
    assertThat(browser.complaints()).isEmpty();
  }

  private List<JsonObject> ticketKeys() {
    return park.as("admin").get("/ticket-keys").getJsonArray("ticket_keys").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  @Test
  void aBatchIsPrintedIssuedAndReconciled() throws IOException {
    Page page = open("en-GB", "page-stock");
    at(page, "batch-new").click();
    at(page, "field-ticket_type").selectOption(ModelPark.GARDEN_ONLY);
    at(page, "field-quantity").fill("6");
    at(page, "record-save").click();
    assertThat(at(page, "batch-done")).containsText("is made");
    var row =
        page.locator("[data-testid^='batch-B']")
            .filter(new Locator.FilterOptions().setHasText("Garden ticket"));
    String batch = row.getAttribute("data-testid").substring("batch-".length());

    var csv = page.waitForDownload(() -> row.getByTestId("batch-csv").click());
    assertThat(csv.suggestedFilename()).isEqualTo(batch + ".csv");
    assertThat(Files.readAllLines(csv.path()).size()).isEqualTo(7);
    var pdf = page.waitForDownload(() -> row.getByTestId("batch-pdf").click());
    assertThat(new String(Files.readAllBytes(pdf.path()), 0, 4, StandardCharsets.ISO_8859_1))
        .isEqualTo("%PDF");

    row.getByTestId("batch-issue").click();
    at(page, "field-last").fill("4");
    at(page, "field-place").fill("Window 7");
    picture(page, "stock-issue");
    at(page, "record-save").click();
    assertThat(at(page, "batch-done")).containsText("4 tickets issued to Window 7");
    row.getByTestId("batch-return").click();
    at(page, "field-last").fill("1");
    at(page, "record-save").click();
    assertThat(at(page, "batch-done")).containsText("1 ticket back");
    row.getByTestId("batch-spoil").click();
    at(page, "field-position").fill("6");
    at(page, "field-reason").fill("torn");
    at(page, "record-save").click();
    assertThat(at(page, "batch-done")).containsText(batch + "-6");
    assertThat(row.locator("[data-column]")).containsText(new String[] {"6", "2", "3", "0", "1"});

    row.getByTestId("batch-issue").click();
    at(page, "field-last").fill("7");
    at(page, "field-place").fill("Window 7");
    at(page, "record-save").click();
    assertThat(at(page, "record-failure")).isVisible();
    page.context().close();
  }

  @Test
  void aPrinterIsAddedAndRemoved() {
    Page page = open("en-GB", "page-stock");
    at(page, "tab-printers").click();
    at(page, "printer-new").click();
    at(page, "field-code").fill("P9");
    at(page, "field-name").fill("Window 9");
    at(page, "field-host").fill("127.0.0.1");
    at(page, "record-save").click();
    assertThat(at(page, "printer-P9")).containsText("127.0.0.1:9100");
    at(page, "printer-remove-P9").click();
    at(page, "printer-remove-yes-P9").click();
    assertThat(at(page, "printer-P9")).hasCount(0);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void refundTermsAreEnteredAndTakenAwayAgain() {
    Page page = open("en-GB", "page-park");
    at(page, "tab-face").click();
    assertThat(at(page, "terms-none")).isVisible();
    enterTier(page, 0, "0", "50");
    assertThat(at(page, "terms-latest")).containsText("Once the first day has begun");
    enterTier(page, 1, "48", "10");
    at(page, "terms-save").click();
    assertThat(at(page, "terms-saved")).isVisible();
    assertThat(at(page, "terms-hours-0")).hasValue("48"); // most hours first
    assertThat(park.as("admin").get("/refund-terms").getJsonArray("tiers"))
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("hours_before", 48).put("fee_percent", 10))
                .add(new JsonObject().put("hours_before", 0).put("fee_percent", 50)));
    assertThat(Accessibility.findings(page)).isEmpty();
    picture(page, "park-refund-terms");

    at(page, "terms-remove-1").click();
    at(page, "terms-remove-0").click();
    at(page, "terms-save").click();
    assertThat(at(page, "terms-saved")).isVisible();
    assertThat(park.as("admin").get("/refund-terms").getJsonArray("tiers")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  private static void enterTier(Page page, int index, String hours, String percent) {
    at(page, "terms-add").click();
    at(page, "terms-hours-" + index).fill(hours);
    at(page, "terms-percent-" + index).fill(percent);
  }

  @Test
  void aFileWithOneBadRowIsNotTakenInAndTheMendedOneOpensTheGate() {
    String today = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
    String head = "合作方票号,票种代码,游览日期,人数,票码,姓名\n";
    String good = "OTA-1," + ModelPark.DAY + "," + today + ",1,OTACODE-0001,李雷\n";
    String bad = "OTA-2,NO-SUCH-TYPE," + today + ",1,OTACODE-0002,韩梅梅\n";
    Page page = open("zh-CN", "page-data");
    at(page, "import-partner").fill("携程");
    // As spreadsheets of a Chinese Windows save it.
    choose(page, "sold.csv", (head + good + bad).getBytes(Charset.forName("GB18030")));
    assertThat(at(page, "import-bad")).containsText("1 处问题");
    assertThat(at(page, "import-problem")).hasCount(1);
    assertThat(at(page, "import-problem")).containsText("3");
    assertThat(at(page, "import-problem")).containsText("NO-SUCH-TYPE");
    assertThat(Accessibility.findings(page)).isEmpty();
    picture(page, "data-bad-row");
    assertThat(page.locator("[data-testid^='import-I']")).hasCount(0);

    choose(page, "sold.csv", (head + good).getBytes(StandardCharsets.UTF_8));
    assertThat(at(page, "import-good")).containsText("1 行均无问题");
    at(page, "import-submit").click();
    assertThat(at(page, "import-done")).containsText("已导入 1 张票");
    park.awaitCurrent(park.n1());
    assertThat(park.enter(park.n1(), Credential.qr("OTACODE-0001")).isAdmission()).isTrue();

    choose(page, "sold.csv", (head + good).getBytes(StandardCharsets.UTF_8));
    assertThat(at(page, "import-problem")).containsText("已导入过");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatIsForgottenIsNamedBeforeItGoes() {
    Page page = open("en-GB", "page-data");
    at(page, "tab-people").click();
    at(page, "retention-contact_days").fill("400");
    at(page, "retention-save").click();
    at(page, "retention-yes").click();
    assertThat(at(page, "retention-saved")).isVisible();
    at(page, "retention-contact_days").fill("500");
    at(page, "retention-save").click();
    assertThat(at(page, "retention-yes")).hasCount(0);

    at(page, "erasure-phone").fill("13900000000");
    assertThat(at(page, "erasure-look")).isDisabled();
    at(page, "erasure-reason").fill("asked at the counter");
    at(page, "erasure-look").click();
    assertThat(at(page, "erasure-found")).containsText("nothing to erase");
    assertThat(at(page, "erasure-yes")).hasCount(0);
    assertThat(Accessibility.findings(page)).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aPaymentProvidersPageSaysWhenThereIsNone() {
    Page page = open("en-GB", "page-books");
    assertThat(at(page, "books")).containsText(Pattern.compile("no payment provider|Compare now"));
    at(page, "tab-refunds").click();
    assertThat(at(page, "books")).containsText("No money is on its way back");
    page.keyboard().press("ArrowLeft");
    assertThat(at(page, "tab-overdue")).isFocused();
    assertThat(at(page, "books")).containsText("Every payment has ended one way or the other");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void placesOfSaleAreRemovedOnceNothingHangsOnThem() {
    place("/units", "RU", new JsonObject());
    place("/sales-points", "RP", new JsonObject().put("unit", "RU"));
    place("/windows", "RW", new JsonObject().put("sales_point", "RP"));
    Page page = open("en-GB", "page-park");
    at(page, "tab-sales").click();
    remove(page, "sales-point", "RP");
    assertThat(at(page, "park-failure")).hasText("RP still has windows");
    assertThat(at(page, "sales-point-RP")).isVisible();

    at(page, "window-remove-RW").click();
    assertThat(Accessibility.findings(page)).isEmpty();
    page.keyboard().press("Escape");
    assertThat(at(page, "window-remove-yes-RW")).hasCount(0);
    assertThat(at(page, "window-RW")).isVisible();

    remove(page, "window", "RW");
    assertThat(at(page, "window-RW")).hasCount(0);
    assertThat(at(page, "park-failure")).hasCount(0);
    remove(page, "sales-point", "RP");
    assertThat(at(page, "sales-point-RP")).hasCount(0);
    remove(page, "unit", "RU");
    assertThat(at(page, "unit-RU")).hasCount(0);
  }

  @Test
  void aCheckPointIsRenamedAndRemovedOnceItHasNoGates() {
    place("/check-points", "RC", new JsonObject().put("area", "GARDEN"));
    Page page = open("zh-CN", "page-park");
    at(page, "tab-gates").click();
    remove(page, "check-point", ModelPark.NORTH);
    assertThat(at(page, "park-failure")).containsText("闸机或手持机");
    assertThat(at(page, "check-point-change-" + ModelPark.NORTH)).isVisible();

    at(page, "check-point-change-RC").click();
    at(page, "field-name_zh").fill("西门");
    at(page, "record-save").click();
    assertThat(at(page, "park")).containsText("西门");
    assertThat(at(page, "park-failure")).hasCount(0);
    remove(page, "check-point", "RC");
    assertThat(at(page, "check-point-change-RC")).hasCount(0);
  }

  private void place(String path, String code, JsonObject more) {
    var names = more.put("name_zh", "拆除中").put("name_en", "Going away");
    park.as("admin").post(path, names.put("code", code));
  }

  private static void remove(Page page, String kind, String code) {
    at(page, kind + "-remove-" + code).click();
    at(page, kind + "-remove-yes-" + code).click();
  }

  private Page open(String language, String link) {
    Page page =
        Console.logIn(browser.page(language, WIDTH, HEIGHT, false), park, "admin", language);
    at(page, link).click();
    return page;
  }

  private static void choose(Page page, String name, byte[] content) {
    at(page, "import-file").setInputFiles(new FilePayload(name, "text/csv", content));
  }
}
