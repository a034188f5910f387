package org.shanmen.sim.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.sim.e2e.Console.at;
import static org.shanmen.sim.e2e.Console.picture;

import com.google.zxing.ReaderException;
import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.rig.Credential;

/**
 * What somebody ordered in the web shop: the clerk finds it and takes the money, the visitor's
 * phone shows the ticket, the gate lets him in.
 */
@ExtendWith(RunningPark.class)
class WebOrderIT {
  private static final int PHONE_WIDTH = 390;
  private static final int PHONE_HEIGHT = 844;

  private final Browser browser = new Browser();
  private final TestPark park;

  WebOrderIT(TestPark park) {
    this.park = park;
  }

  @AfterEach
  void closeBrowser() {
    browser.close();
  }

  @Test
  void aWebOrderIsPaidAtTheWindowShownOnAPhoneAndRefunded() throws IOException, ReaderException {
    var order = new WebShop(park, "SHOP").order(2, "13800005678");
    Page clerk = atTheOrders("en-GB");
    clerk.keyboard().type(order.getString("number"));
    clerk.keyboard().press("Enter");
    assertThat(at(clerk, "order-state")).hasText("To be paid");
    requireGood(clerk, "order-held", 1280);
    at(clerk, "pay-cash").click();
    assertThat(at(clerk, "order-state")).hasText("Paid");
    requireGood(clerk, "order-paid", 1280);

    Page phone = browser.page("zh-CN", PHONE_WIDTH, PHONE_HEIGHT, false);
    String link = at(clerk, "order-link").getAttribute("href");
    phone.navigate(park.park().centre().root() + link);
    assertThat(at(phone, "eticket-code")).hasCount(2);
    requireGood(phone, "eticket-valid", PHONE_WIDTH);
    var first = Credential.qr(QrPicture.decoded(at(phone, "eticket-code").first()));
    var second = Credential.qr(QrPicture.decoded(at(phone, "eticket-code").last()));
    park.awaitCurrent(park.n1());
    long before = park.storedPasses(park.n1());
    assertThat(park.enter(park.n1(), first).isAdmission()).isTrue();
    // The gate may have told all that it has written, and write the pass only then.
    Await.until(
        "his pass to be stored",
        TestPark.SOON,
        () -> park.storedPasses(park.n1()),
        passes -> passes > before);

    refund(clerk);
    park.awaitCurrent(park.n1());
    assertThat(park.enter(park.n1(), second).reason()).isEqualTo("REVOKED");
    phone.reload();
    assertThat(phone.locator("article[data-state='used']")).hasCount(1);
    assertThat(phone.locator("article[data-state='refunded']")).hasCount(1);
    assertThat(phone.locator("article[data-state='refunded'] [data-testid='eticket-code']"))
        .hasCount(0);
    requireGood(phone, "eticket-over", PHONE_WIDTH);
    assertThat(browser.complaints()).isEmpty();
  }

  /** The ticket that nobody used; the other one is left as it is. */
  private static void refund(Page clerk) {
    clerk.reload();
    at(clerk, "orders-find").fill("13800005678");
    clerk.keyboard().press("Enter");
    at(clerk, "refund-order").click();
    assertThat(at(clerk, "refund-told")).hasAttribute("data-fen", "8000");
    assertThat(at(clerk, "refund-way-CASH")).isVisible();
    at(clerk, "order-reason").fill("Rain");
    requireGood(clerk, "order-refund", 1280);
    at(clerk, "order-confirm").click();
    assertThat(at(clerk, "order-done")).containsText("¥80.00 paid back");
  }

  /** Of tickets that cost nothing: nobody is paid through a provider in this park. */
  @Test
  void aVisitorGivesOneOfHisTicketsBackByTheLink() {
    var order = new WebShop(park, "SHOPFREE").freeOrder(2);
    Page phone = browser.page("en-GB", PHONE_WIDTH, PHONE_HEIGHT, true);
    phone.navigate(park.park().centre().root() + order.getString("link"));
    at(phone, "eticket-back").click();
    phone.locator("input[data-testid^='eticket-back-']").first().check();
    assertThat(at(phone, "eticket-back-told")).hasAttribute("data-fen", "0");
    at(phone, "eticket-give-back").click();
    requireGood(phone, "eticket-give", PHONE_WIDTH);
    at(phone, "eticket-give-yes-back").click();
    assertThat(at(phone, "eticket-back-done")).isVisible();
    assertThat(phone.locator("article[data-state='refunded']")).hasCount(1);
    assertThat(at(phone, "eticket-code")).hasCount(1);
    assertThat(at(phone, "eticket-back")).isVisible();
    requireGood(phone, "eticket-given", PHONE_WIDTH);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aLinkThatNobodyWasSentIsRefused() {
    Page phone = browser.page("en-GB", PHONE_WIDTH, PHONE_HEIGHT, true);
    phone.navigate(park.park().centre().root() + "/e/nobodys-link-0123456789abcdef");
    assertThat(at(phone, "eticket-failure")).containsText("ask at the ticket window");
    requireGood(phone, "eticket-none", PHONE_WIDTH);
  }

  private Page atTheOrders(String language) {
    Page page = Console.logIn(browser.page(language, 1280, 900, false), park, "clerk", language);
    assertThat(at(page, "window")).isVisible();
    at(page, "page-orders").click();
    assertThat(at(page, "orders-find")).isFocused();
    return page;
  }

  private static void requireGood(Page page, String name, int width) {
    picture(page, name);
    Object needed = page.evaluate("document.documentElement.scrollWidth");
    assertThat(((Number) needed).intValue()).as(name).isLessThanOrEqualTo(width);
    assertThat(Accessibility.findings(page)).as(name).isEmpty();
  }
}
