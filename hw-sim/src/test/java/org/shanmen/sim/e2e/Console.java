package org.shanmen.sim.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
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
}
