package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;

import com.google.zxing.WriterException;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.Programs;

/** The attendant's phone in a real browser, beside a real gate: online, cut off, and back. */
@ExtendWith(RunningPark.class)
class HandheldIT {
  private static final String PASSWORD = "attendant at the gate";
  private static final String SERVED_BY_WORKER =
      """
      new Promise(done => navigator.serviceWorker.controller !== null ? done()
          : navigator.serviceWorker.addEventListener('controllerchange', () => done()))
      """;
  private static final int WIDTH = 390;
  private static final int HEIGHT = 844;

  private final TestPark park;
  private Browser browser;

  HandheldIT(TestPark park) {
    this.park = park;
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void whatItLetsInWithoutANetworkIsBookedOnceAndDoubleUseIsTold()
      throws IOException, WriterException {
    var shownToCamera = park.sell(ModelPark.DAY);
    var group = park.sellGroup(5);
    var concession = park.sell(ModelPark.CONCESSION);
    var twice = park.sell(ModelPark.DAY);
    Path clip = Programs.installed().home().resolve("hw-sim/target/camera.y4m");
    CameraClip.write(clip, shownToCamera.qr().value());
    browser =
        new Browser(
            List.of(
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--use-file-for-fake-video-capture=" + clip));
    Page page = open("H1", "zh-CN", false);

    at(page, "hand-scan").click();
    assertAnswer(page, "ADMIT");
    picture(page, "handheld-admitted");
    next(page);
    at(page, "hand-scan").click();
    assertThat(at(page, "hand-unsent")).hasAttribute("data-count", "0");
    park.awaitCurrent(park.n1());
    assertThat(park.enter(park.n1(), shownToCamera.qr()).reason()).isEqualTo("USED_UP");

    page.context().setOffline(true);
    assertThat(at(page, "hand-standing")).hasAttribute("data-online", "false");
    var soldSince = park.sell(ModelPark.DAY);
    assertThat(park.enter(park.n1(), twice.qr()).isAdmission()).isTrue();
    withoutNetwork(page, soldSince, group, concession, twice);

    page.reload();
    assertThat(at(page, "hand-unsent")).hasAttribute("data-count", "6");
    scan(page, soldSince);
    assertAnswer(page, "REFUSE");
    next(page);
    picture(page, "handheld-offline");

    page.context().setOffline(false);
    assertThat(at(page, "hand-unsent")).hasAttribute("data-count", "0");
    assertThat(at(page, "hand-duplicates")).containsText(twice.number());
    picture(page, "handheld-duplicates");
    assertBooked(twice.number());
    park.awaitCurrent(park.n1());
    assertThat(park.enter(park.n1(), soldSince.qr()).reason()).isEqualTo("USED_UP");
    assertThat(browser.complaints().stream().filter(text -> !text.contains("net::ERR_"))).isEmpty();
    page.context().close();
  }

  private void withoutNetwork(
      Page page,
      TestPark.Ticket soldSince,
      TestPark.Ticket group,
      TestPark.Ticket concession,
      TestPark.Ticket twice) {
    scan(page, soldSince);
    assertAnswer(page, "ADMIT");
    scan(page, group);
    assertAnswer(page, "ASK");
    assertThat(at(page, "hand-people")).hasText("5");
    picture(page, "handheld-group");
    at(page, "hand-less").click();
    at(page, "hand-less").click();
    at(page, "hand-confirm").click();
    assertAnswer(page, "ADMIT");
    scan(page, concession);
    assertAnswer(page, "ASK");
    picture(page, "handheld-proof");
    at(page, "hand-reject").click();
    assertAnswer(page, "REFUSE");
    picture(page, "handheld-refused");
    scan(page, twice);
    assertAnswer(page, "ADMIT");
    next(page);
    for (int i = 0; i < 3; i++) {
      at(page, "hand-tally-plus").click();
    }
    at(page, "hand-tally-minus").click();
    assertThat(at(page, "hand-tally")).hasAttribute("data-people", "2");
    // Counted people are recorded for good when nobody was counted for a while.
    assertThat(at(page, "hand-tally")).hasAttribute("data-people", "0");
    assertThat(at(page, "hand-unsent")).hasAttribute("data-count", "5");
    at(page, "hand-entered").fill("NOBODYS-TICKET");
    at(page, "hand-check").click();
    assertAnswer(page, "REFUSE");
    next(page);
    assertThat(at(page, "hand-unsent")).hasAttribute("data-count", "6");
  }

  /** One camera, one sold since, three of the group, one twice; two were counted. */
  private void assertBooked(String twice) {
    var events =
        park.as("viewer").get("/events?gate=H1&limit=1000").getJsonArray("events").stream()
            .map(JsonObject.class::cast)
            .toList();
    assertThat(people(events, "PASSED")).isEqualTo(6);
    assertThat(people(events, "FREE_PASS")).isEqualTo(2);
    assertThat(events.stream().filter(event -> event.getString("kind").equals("REFUSED")))
        .hasSize(3);
    var duplicates =
        park.as("viewer").get("/duplicates").getJsonArray("duplicates").stream()
            .map(JsonObject.class::cast)
            .filter(duplicate -> twice.equals(duplicate.getString("ticket")))
            .toList();
    assertThat(duplicates).hasSize(1);
    assertThat(
            List.of(
                duplicates.get(0).getJsonObject("first").getString("gate"),
                duplicates.get(0).getJsonObject("second").getString("gate")))
        .containsExactlyInAnyOrder("N1", "H1");
  }

  private static int people(List<JsonObject> events, String kind) {
    return events.stream()
        .filter(event -> event.getString("kind").equals(kind))
        .mapToInt(event -> event.getInteger("people"))
        .sum();
  }

  @Test
  void itFitsAPhoneInBothLanguagesByDayAndNight() {
    browser = new Browser();
    int number = 2;
    for (String language : new String[] {"zh-CN", "en-GB"}) {
      for (boolean dark : new boolean[] {false, true}) {
        Page page = open("H" + number++, language, dark);
        String kind = language.substring(0, 2) + (dark ? "-dark" : "-light");
        picture(page, "handheld-work-" + kind);
        Object needed = page.evaluate("document.documentElement.scrollWidth");
        assertThat(((Number) needed).intValue()).isLessThanOrEqualTo(WIDTH);
        page.context().close();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  /** A phone that is paired, logged in and has its list. */
  private Page open(String handheld, String language, boolean dark) {
    CentreClient administrator = park.as("admin");
    String name = "keeper-" + handheld;
    administrator.post(
        "/users",
        new JsonObject()
            .put("name", name)
            .put("display_name", "王小明")
            .put("password", PASSWORD)
            .put("roles", new JsonArray().add("attendant")));
    administrator.post(
        "/handhelds",
        new JsonObject()
            .put("code", handheld)
            .put("name_zh", "北门手持机")
            .put("name_en", "North handheld")
            .put("check_point", ModelPark.NORTH)
            .put("kind", "ENTRY"));
    String code =
        administrator
            .post("/handhelds/" + handheld + "/pairing", new JsonObject())
            .getString("code");
    Page page = browser.page(language, WIDTH, HEIGHT, dark);
    page.navigate(park.park().centre().root() + "/handheld");
    at(page, "hand-name").fill(name);
    at(page, "hand-password").fill(PASSWORD);
    at(page, "hand-login").click();
    at(page, "hand-code").fill(code);
    at(page, "hand-pair").click();
    assertThat(at(page, "hand-standing")).hasAttribute("data-online", "true");
    assertThat(at(page, "hand-list")).hasAttribute("data-rights", Pattern.compile("[1-9][0-9]*"));
    page.evaluate(SERVED_BY_WORKER);
    return page;
  }

  /** As a scanner types it: faster than anybody, wherever the page is. */
  private static void scan(Page page, TestPark.Ticket ticket) {
    page.evaluate(
        """
        code => [...code, 'Enter'].forEach(key => document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
        """,
        ticket.qr().value());
  }

  /** An answer that nobody touches goes by itself: maybe it has, on a slow machine. */
  private static void next(Page page) {
    page.evaluate("document.querySelector('[data-testid=hand-next]')?.click()");
  }

  private static void assertAnswer(Page page, String tone) {
    assertThat(at(page, "hand-answer"))
        .hasAttribute(
            "data-tone", tone, new LocatorAssertions.HasAttributeOptions().setTimeout(20_000));
  }
}
