package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.park.CentreClient;

/**
 * An attendant with a phone that is a handheld at the north gate: what he does with it, step by
 * step.
 */
final class PairedPhone {
  private static final String PASSWORD = "attendant at the gate";
  private static final String SERVED_BY_WORKER =
      """
      new Promise(done => navigator.serviceWorker.controller !== null ? done()
          : navigator.serviceWorker.addEventListener('controllerchange', () => done()))
      """;

  private final TestPark park;
  private final CentreClient administrator;
  private final String handheld;
  private final Page page;

  /**
   * Makes the attendant and the handheld; nobody has logged in yet.
   *
   * @param handheld its code, which no other has
   * @param kind of the handheld: ENTRY or TWO_WAY
   */
  PairedPhone(TestPark park, Page page, String handheld, String kind) {
    this.park = park;
    this.handheld = handheld;
    this.page = page;
    administrator = park.as("admin");
    administrator.post(
        "/users",
        new JsonObject()
            .put("name", name())
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
            .put("kind", kind));
  }

  Page page() {
    return page;
  }

  /** Opens the page and logs in; then it asks for the pairing code. */
  void logIn() {
    page.navigate(park.park().centre().root() + "/handheld");
    at(page, "hand-name").fill(name());
    at(page, "hand-password").fill(PASSWORD);
    at(page, "hand-login").click();
    assertThat(at(page, "hand-code")).isVisible();
  }

  /** Pairs it and waits until it has its list and works without a network. */
  void pair() {
    String code =
        administrator
            .post("/handhelds/" + handheld + "/pairing", new JsonObject())
            .getString("code");
    at(page, "hand-code").fill(code);
    at(page, "hand-pair").click();
    assertThat(at(page, "hand-standing")).hasAttribute("data-online", "true");
    assertThat(at(page, "hand-list")).hasAttribute("data-rights", Pattern.compile("[1-9][0-9]*"));
    page.evaluate(SERVED_BY_WORKER);
  }

  /** The administrator takes it out of use. */
  void revoke() {
    administrator.post("/handhelds/" + handheld + "/revocation", new JsonObject());
  }

  /** As a scanner types it: faster than anybody, wherever the page is. */
  void scan(TestPark.Ticket ticket) {
    page.evaluate(
        """
        code => [...code, 'Enter'].forEach(key => document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
        """,
        ticket.qr().value());
  }

  /** An answer that nobody touches goes by itself: maybe it has, on a slow machine. */
  void next() {
    page.evaluate("document.querySelector('[data-testid=hand-next]')?.click()");
  }

  void assertAnswer(String tone) {
    assertThat(at(page, "hand-answer"))
        .hasAttribute(
            "data-tone", tone, new LocatorAssertions.HasAttributeOptions().setTimeout(20_000));
  }

  private String name() {
    return "keeper-" + handheld;
  }
}
