package org.shanmen.central.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThermalTicketsTest {
  @Test
  void aPrinterReadsTextsInChineseAndTheCodes() {
    var paper = Thermal.print(ThermalTickets.tickets(Examples.order(2)));
    assertThat(paper.lines())
        .contains("示范园", "Model Park", "喆䶮成人票", "S2605-0000", "Show this code at the gate")
        .anyMatch(line -> line.startsWith("票价 Price") && line.endsWith("120.50"));
    assertThat(paper.codes()).containsExactly(Examples.SIGNED, "OPAQUE00000000000000000001");
    assertThat(paper.cuts()).isEqualTo(2);
  }

  @Test
  void aReceiptAddsUpAndItsLinesFitThePaper() {
    var paper = Thermal.print(ThermalTickets.receiptAndTickets(Examples.order(3)));
    assertThat(paper.lines())
        .anyMatch(line -> line.contains("3 x 120.50") && line.endsWith("361.50"))
        .anyMatch(line -> line.startsWith("收款员 Cashier") && line.endsWith("王䶮"))
        .allSatisfy(
            line ->
                assertThat(line.codePoints().map(c -> c < 0x80 ? 1 : 2).sum())
                    .isLessThanOrEqualTo(EscPos.COLUMNS));
    assertThat(paper.cuts()).isEqualTo(4);
  }

  @Test
  void aNameCommandsNoPrinter() {
    var order = Examples.order(1);
    var evil = new Words("园\u001B@\u001D\u0056\u0042\u0000", "Park\n\u001Bd");
    var paper =
        Thermal.print(
            ThermalTickets.tickets(
                new PrintedOrder(
                    evil, "S1", "", Optional.empty(), Optional.empty(), 0, order.tickets())));
    assertThat(paper.lines()).contains("园@VB", "Parkd");
    assertThat(paper.cuts()).isEqualTo(1);
  }

  @Test
  void aPrinterInTheNetworkGetsEveryByte() throws Exception {
    byte[] document = ThermalTickets.tickets(Examples.order(40));
    var vertx = Vertx.vertx();
    try (var printer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var received =
          CompletableFuture.supplyAsync(
              () -> {
                try (var socket = printer.accept()) {
                  return socket.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      var printers = new NetworkPrinters(vertx);
      printers.print("127.0.0.1", printer.getLocalPort(), document).await();
      assertThat(received.join()).isEqualTo(document);
      int closed = printer.getLocalPort();
      printer.close();
      var refused = printers.print("127.0.0.1", closed, document);
      assertThat(refused.otherwiseEmpty().await()).isNull();
      assertThat(refused.failed()).isTrue();
    } finally {
      vertx.close().await();
    }
  }
}
