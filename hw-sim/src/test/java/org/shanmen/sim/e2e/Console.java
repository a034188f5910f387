package org.shanmen.sim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.shanmen.sim.park.Programs;

/** What tests do with the console in a browser, whatever page they are about. */
final class Console {
  private Console() {}

  /** Somebody with a role logs in, in his language; returns when he has asked to. */
  static Page logIn(Page page, TestPark park, String role, String locale) {
    page.addInitScript(
        "localStorage.setItem('shanmen.language', '" + locale.substring(0, 2) + "')");
    page.navigate(park.park().centre().root().toString());
    at(page, "login-name").fill(role);
    at(page, "login-password").fill(park.password(role));
    at(page, "login-submit").click();
    return page;
  }

  /** An element, or the field inside of it. */
  static Locator at(Page page, String testId) {
    Locator element = page.getByTestId(testId);
    return testId.startsWith("login-") && !testId.endsWith("submit") && !testId.endsWith("failure")
        ? page.locator("input[data-testid='" + testId + "'], [data-testid='" + testId + "'] input")
        : element;
  }

  static void picture(Page page, String name) {
    // What stays in sight while one scrolls would else be in the middle.
    page.evaluate("scrollTo(0, 0)");
    Path file = Programs.installed().home().resolve("hw-sim/target/" + name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  /**
   * Pictures of what is open on a page, in all looks that are wanted; afterwards the page looks as
   * before. In each it fits the screen, and axe-core finds nothing serious.
   */
  static void pictures(Page page, String name) {
    var size = page.viewportSize();
    String before = at(page, "language-switch").getAttribute("data-language");
    for (Look look : Look.wanted()) {
      speak(page, look.language());
      page.setViewportSize(look.width(), look.height());
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT));
      picture(page, name + "-" + look);
      assertThat(look.isTooNarrowFor(page)).as(name + " " + look).isFalse();
      assertThat(Accessibility.findings(page)).as(name + " " + look).isEmpty();
    }
    speak(page, before);
    page.setViewportSize(size.width, size.height);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private static void speak(Page page, String language) {
    var change = at(page, "language-switch");
    if (!language.startsWith(change.getAttribute("data-language"))) {
      change.click();
    }
  }
}
