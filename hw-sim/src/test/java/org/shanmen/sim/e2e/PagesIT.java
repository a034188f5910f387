package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.sim.demo.ModelPark;

/**
 * Every page that the navigation leads to: fits the screen, keeps the content security policy, and
 * axe-core finds nothing serious on it. Leaves a picture of each in {@code hw-sim/target}.
 */
@ExtendWith(RunningPark.class)
class PagesIT {
  /** As somebody looks at the console. */
  record Look(String language, boolean dark, boolean phone) {
    int width() {
      return phone ? 390 : 1280;
    }

    int height() {
      return phone ? 844 : 900;
    }

    @Override
    public String toString() {
      return "%s-%s-%s"
          .formatted(language.substring(0, 2), dark ? "dark" : "light", phone ? "phone" : "desk");
    }
  }

  private final TestPark park;

  PagesIT(TestPark park) {
    this.park = park;
  }

  /** Two that differ in everything; all of them for {@code ./shanmen pictures}. */
  static List<Look> looks() {
    if (!Boolean.getBoolean("shanmen.pictures")) {
      return List.of(new Look("zh-CN", false, false), new Look("en-GB", true, true));
    }
    var all = new ArrayList<Look>();
    for (String language : new String[] {"zh-CN", "en-GB"}) {
      for (boolean dark : new boolean[] {false, true}) {
        for (boolean phone : new boolean[] {false, true}) {
          all.add(new Look(language, dark, phone));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("looks")
  void everyPageIsForEverybody(Look look) {
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
      for (String name : names) {
        open(page, name);
        look(page, name, look, found);
        for (String tab : unseenTabs(page)) {
          at(page, tab).click();
          settled(page);
          look(page, name + "-" + tab, look, found);
        }
      }
      found.assertThat(browser.complaints()).isEmpty();
      found.assertAll();
    }
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
    Locator content = page.locator("#content");
    assertThat(content.locator("h1").first()).isAttached();
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
