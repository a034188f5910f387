package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.paper.ReadPdf;

/** What was sold is printed as it was sold. */
class DocumentsTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");

  @Test
  void aTicketOnPaperHasTheCodeThatOpensTheGate() throws Exception {
    var sale = sell("喆䶮票", "SIGNED", 2);
    var ticket = sale.getJsonArray("tickets").getJsonObject(0);
    String code = ticket.getJsonArray("credentials").getJsonObject(0).getString("value");
    String path = "/tickets/" + ticket.getString("number") + "/document";
    for (String form : new String[] {"", "?form=pdf-80", "?form=pdf-a4"}) {
      byte[] pdf = clerk.file(path + form, "application/pdf");
      assertThat(ReadPdf.codes(pdf, 0)).containsExactly(code);
      assertThat(ReadPdf.text(pdf)).contains("示范园", "喆䶮票", "¥120.00");
    }
    byte[] whole =
        clerk.file("/sales/" + sale.getString("number") + "/document", "application/pdf");
    assertThat(ReadPdf.pages(whole)).isEqualTo(3);
    assertThat(ReadPdf.text(whole)).contains("2 × 120.00", "240.00", "现金 Cash");
    assertThat(thermal(clerk.file(path + "?form=escpos", "application/octet-stream")))
        .contains("喆䶮票", code);
  }

  @Test
  void whatIsRefundedIsNotPrinted() {
    var sale = sell("票", "OPAQUE", 1);
    String ticket = sale.getJsonArray("tickets").getJsonObject(0).getString("number");
    clerk.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
    assertThat(clerk.get("/tickets/" + ticket + "/document").status()).isEqualTo(409);
    assertThat(clerk.get("/sales/" + sale.getString("number") + "/document").status())
        .isEqualTo(409);
    assertThat(clerk.get("/sales/none/document").status()).isEqualTo(404);
    assertThat(clerk.get("/tickets/none/document").status()).isEqualTo(404);
  }

  @Test
  void aRotatingCodeIsNotPrintedButItsTicketIs() throws Exception {
    var sale = sell("动态票", "ROTATING", 1);
    String number = sale.getJsonArray("tickets").getJsonObject(0).getString("number");
    byte[] pdf = clerk.file("/tickets/" + number + "/document", "application/pdf");
    assertThat(ReadPdf.text(pdf)).contains("请出示手机上的电子票");
  }

  @Test
  void aWindowsPrinterInTheNetworkPrintsASale() throws IOException {
    var sale = sell("网络票", "OPAQUE", 1);
    String printing = "/sales/" + sale.getString("number") + "/printing";
    String code = WholeCentre.newName("P");
    var job = new JsonObject().put("printer", code);
    assertThat(clerk.post(printing, job).status()).isEqualTo(404);
    try (var printer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var body =
          new JsonObject()
              .put("code", code)
              .put("name", "东窗")
              .put("host", "127.0.0.1")
              .put("port", printer.getLocalPort());
      assertThat(clerk.post("/printers", body).status()).isEqualTo(403);
      centre.admin().post("/printers", body).expect(201);
      assertThat(centre.admin().post("/printers", body).status()).isEqualTo(409);
      var paper =
          CompletableFuture.supplyAsync(
              () -> {
                try (var socket = printer.accept()) {
                  return socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      clerk.post(printing, job).expect(204);
      assertThat(thermal(paper.join())).contains("网络票", "合计 Total");
    }
    assertThat(clerk.post(printing, job).error()).isEqualTo("CONFLICT");
    assertThat(clerk.get("/printers").expect(200).json().getJsonArray("printers").encode())
        .contains(code);
    centre.admin().delete("/printers/" + code).expect(204);
    assertThat(clerk.post(printing, job).status()).isEqualTo(404);
  }

  private JsonObject sell(String name, String form, int quantity) {
    String type =
        centre.newTicketType(new JsonObject().put("name_zh", name).put("code_form", form));
    var line = new JsonObject().put("ticket_type", type).put("quantity", quantity);
    return clerk
        .post(
            "/sales",
            new JsonObject().put("payment", "CASH").put("lines", new JsonArray().add(line)))
        .expect(201)
        .json();
  }

  private static String thermal(byte[] bytes) {
    return new String(bytes, Charset.forName("GB18030"));
  }
}
