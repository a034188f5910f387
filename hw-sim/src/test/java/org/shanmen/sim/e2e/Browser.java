package org.shanmen.sim.e2e;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The system's own Chromium without a window, and what went wrong in its pages.
 *
 * <p>Not thread-safe.
 */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> complaints = new ArrayList<>();

  Browser() {
    this(List.of());
  }

  /**
   * @param options of Chromium's command line besides
   */
  Browser(List<String> options) {
    var arguments =
        new ArrayList<>(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
    arguments.addAll(options);
    Path executable = executable();
    PlaywrightAssertions.setDefaultAssertionTimeout(TestPark.SOON.toMillis());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(arguments));
  }

  /** An empty page in which people speak a language; what its console complains about is kept. */
  Page page(String locale, int width, int height, boolean dark) {
    Page page =
        browser
            .newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                    .setLocale(locale)
                    // A picture is of what stands still.
                    .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)
                    .setColorScheme(
                        dark
                            ? com.microsoft.playwright.options.ColorScheme.DARK
                            : com.microsoft.playwright.options.ColorScheme.LIGHT)
                    .setViewportSize(width, height))
            .newPage();
    page.onConsoleMessage(
        message -> {
          // The question whether somebody is logged in is answered no, and that is told as an
          // error.
          boolean notLoggedIn = message.location().contains("/api/v1/session");
          if (message.type().equals("error") && !notLoggedIn) {
            complaints.add(message.text() + " at " + message.location());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  /**
   * What the pages' consoles complained about, a breach of the content security policy included.
   */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Path executable() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no Chromium on the PATH: sudo apt-get install chromium fonts-noto-cjk"));
  }
}
