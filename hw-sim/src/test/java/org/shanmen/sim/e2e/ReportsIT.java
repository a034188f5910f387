package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.demo.ModelPark;

/** What was sold a moment ago stands in the reports, on the page and in the file. */
@ExtendWith(RunningPark.class)
class ReportsIT {
  private final TestPark park;

  ReportsIT(TestPark park) {
    this.park = park;
  }

  @Test
  void aSaleIsInTheReportItsTotalAndItsFile() throws IOException {
    park.sell(ModelPark.DAY);
    try (var browser = new Browser()) {
      Page page = Console.logIn(browser.page("en-GB", 1280, 900, false), park, "admin", "en-GB");
      at(page, "page-reports").click();
      assertThat(at(page, "live-cards")).containsText("Tickets sold today");
      assertThat(at(page, "shift-list").or(page.getByText("No shifts yet")).first()).isVisible();
      at(page, "report").selectOption("sales");
      assertThat(at(page, "report-table")).containsText(ModelPark.DAY);
      assertThat(at(page, "report-total")).containsText("Total");
      assertThat(at(page, "report-chart").locator("canvas")).isVisible();
      picture(page, "reports-sales");
      for (String format : new String[] {"xlsx", "pdf"}) {
        var file = page.waitForDownload(() -> at(page, "report-" + format).click());
        assertThat(file.suggestedFilename()).startsWith("sales-").endsWith("." + format);
        byte[] bytes = Files.readAllBytes(file.path());
        assertThat(new String(bytes, 0, 4, StandardCharsets.ISO_8859_1))
            .isEqualTo(format.equals("pdf") ? "%PDF" : "PK\u0003\u0004");
      }
      at(page, "report").selectOption("comparison");
      at(page, "report-span").selectOption("week");
      assertThat(at(page, "report-table")).containsText("The period before");
      at(page, "report").selectOption("passes");
      at(page, "preset-today").click();
      assertThat(at(page, "report-table")).containsText("In");
      assertThat(browser.complaints()).isEmpty();
    }
  }
}
