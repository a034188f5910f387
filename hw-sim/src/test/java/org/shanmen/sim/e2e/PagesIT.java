package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.sim.demo.ModelPark;

/**
 * Every page that the navigation leads to, with its tabs and the forms for something new: fits the
 * screen, keeps the content security policy, and axe-core finds nothing serious on it. Leaves a
 * picture of each in {@code hw-sim/target}.
 */
@ExtendWith(RunningPark.class)
class PagesIT {
  private static final AtomicBoolean SHELVES = new AtomicBoolean();

  private final TestPark park;

  PagesIT(TestPark park) {
    this.park = park;
  }

  @ParameterizedTest
  @MethodSource("org.shanmen.sim.e2e.Look#wanted")
  void everyPageIsForEverybody(Look look) {
    if (SHELVES.compareAndSet(false, true)) {
      FullShelves.fill(park);
    }
    park.sell(ModelPark.DAY);
    try (var browser = new Browser()) {
      var page = browser.page(look.language(), look.width(), look.height(), look.dark());
      Console.logIn(page, park, "admin", look.language());
      var links = page.locator("nav a[data-testid^='page-']");
      assertThat(links.first()).isVisible();
      var names = links.all().stream().map(link -> link.getAttribute("data-testid")).toList();
      assertThat(names)
          .contains("page-board", "page-window", "page-stock", "page-data", "page-books");
      var found = new SoftAssertions();
      lookFromOutside(browser, look, found);
      for (String name : names) {
        open(page, name);
        var tabs = unseenTabs(page);
        lookAround(page, name, "", look, found);
        tabs.forEach(tab -> lookAround(page, name, tab, look, found));
      }
      page.navigate(park.park().centre().root() + "/password");
      assertThat(page.locator("form").first()).isVisible();
      look(page, "page-password", look, found);
      found.assertThat(browser.complaints()).isEmpty();
      found.assertAll();
    }
  }

  /** What is there before anybody has logged in. */
  private void lookFromOutside(Browser browser, Look look, SoftAssertions found) {
    Page page = browser.page(look.language(), look.width(), look.height(), look.dark());
    page.navigate(park.park().centre().root() + "/login");
    assertThat(at(page, "login-name")).isVisible();
    look(page, "page-login", look, found);
    page.navigate(park.park().centre().root() + "/handheld");
    assertThat(at(page, "hand-name")).isVisible();
    look(page, "page-handheld", look, found);
    page.context().close();
  }

  /**
   * What is shown, and then what opens on it.
   *
   * @param tab empty for the one that is shown first
   */
  private static void lookAround(
      Page page, String name, String tab, Look look, SoftAssertions found) {
    turnTo(page, tab);
    String shown = tab.isEmpty() ? name : name + "-" + tab;
    look(page, shown, look, found);
    for (String thing : toOpen(page)) {
      at(page, thing).click();
      settled(page);
      look(page, shown + "-" + thing.replaceFirst("^order-.*", "order"), look, found);
      // What opened may cover what opens next.
      page.reload();
      awaitPage(page);
      turnTo(page, tab);
    }
  }

  private static void turnTo(Page page, String tab) {
    if (!tab.isEmpty()) {
      at(page, tab).click();
      settled(page);
    }
  }

  /** Forms for something new, and the newest order. */
  private static List<String> toOpen(Page page) {
    var content = page.locator("#content");
    var ids = new ArrayList<String>();
    for (Locator thing : content.locator("[data-testid$='-new']").all()) {
      ids.add(thing.getAttribute("data-testid"));
    }
    for (Locator row :
        content.locator("button[data-testid^='order-']").all().stream().limit(1).toList()) {
      ids.add(row.getAttribute("data-testid"));
    }
    return ids;
  }

  private static void look(Page page, String name, Look look, SoftAssertions found) {
    picture(page, "%s-%s".formatted(name, look));
    Object width = page.evaluate("document.documentElement.scrollWidth");
    found.assertThat(((Number) width).intValue()).as(name).isLessThanOrEqualTo(look.width());
    found.assertThat(Accessibility.findings(page)).as(name).isEmpty();
  }

  private static List<String> unseenTabs(Page page) {
    return page.locator("#content [role='tab'][aria-selected='false']").all().stream()
        .map(tab -> tab.getAttribute("data-testid"))
        .toList();
  }

  private static void settled(Page page) {
    assertThat(page.locator("#content [aria-busy='true']")).hasCount(0);
  }

  private static void open(Page page, String name) {
    var link = at(page, name);
    link.click();
    // The page before is shown until this one is loaded.
    assertThat(link).hasAttribute("aria-current", "page");
    awaitPage(page);
  }

  private static void awaitPage(Page page) {
    assertThat(page.locator("#content h1").first()).isAttached();
    settled(page);
  }

  @Test
  void aPageThatIsReadAgainIsStillThere() {
    try (var browser = new Browser()) {
      var page = browser.page("en-GB", 1280, 900, false);
      Console.logIn(page, park, "admin", "en-GB");
      open(page, "page-window");
      page.reload();
      assertThat(at(page, "window")).isVisible();
      // One that is told nothing of the park by the board.
      open(page, "page-users");
      page.reload();
      assertThat(at(page, "users")).isVisible();
      assertThat(at(page, "park-name")).hasText("Shanmen Model Park");
    }
  }

  @Test
  void whatAxeFindsOnABadPageIsTold() {
    try (var browser = new Browser()) {
      var page = browser.page("en-GB", 1280, 900, false);
      page.setContent("<html><body><main><button></button><input></main></body></html>");
      assertThat(Accessibility.findings(page).toString()).contains("button-name").contains("label");
    }
  }
}
