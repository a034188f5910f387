package org.shanmen.central.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tickets on paper are read back: by a reader of PDF, and by a scanner of what it shows. */
class OrderPagesTest {
  @Test
  void aTicketSaysInBothLanguagesWhatItIsAndItsCodeIsRead() throws Exception {
    byte[] pdf = OrderPages.tickets(Examples.order(2));
    assertThat(ReadPdf.pages(pdf)).isEqualTo(2);
    assertThat(ReadPdf.size(pdf, 0)).containsExactly(80L, 150L);
    assertThat(ReadPdf.text(pdf))
        .contains("示范园", "Model Park", "喆䶮成人票", "Adult of 喆", "¥120.50", "S2605-0001")
        .contains("2026-05-01 – 2026-05-07")
        .contains("有效期 Valid");
    assertThat(ReadPdf.codes(pdf, 0)).containsExactly(Examples.SIGNED);
    assertThat(ReadPdf.codes(pdf, 1)).containsExactly("OPAQUE00000000000000000001");
    assertThat(pdf.length).isLessThan(100_000);
  }

  @Test
  void fourTicketsAreOnASheetAndAllOfThemAreRead() throws Exception {
    byte[] pdf = OrderPages.sheets(Examples.order(5));
    assertThat(ReadPdf.pages(pdf)).isEqualTo(2);
    assertThat(ReadPdf.size(pdf, 0)).containsExactly(210L, 297L);
    assertThat(ReadPdf.codes(pdf, 0))
        .containsExactly(
            Examples.SIGNED,
            "OPAQUE00000000000000000001",
            "OPAQUE00000000000000000002",
            "OPAQUE00000000000000000003");
    assertThat(ReadPdf.codes(pdf, 1)).containsExactly("OPAQUE00000000000000000004");
  }

  @Test
  void aReceiptAddsUpBeforeTheTickets() throws Exception {
    byte[] pdf = OrderPages.receiptAndTickets(Examples.order(3));
    assertThat(ReadPdf.pages(pdf)).isEqualTo(4);
    assertThat(ReadPdf.text(pdf))
        .contains("3 × 120.50", "361.50", "合计 Total", "王䶮", "现金 Cash", "2026-05-01 09:30");
  }

  @Test
  void whatTheTypefaceDoesNotHaveAndWhatIsTooLongStopsNoTicket() throws Exception {
    var order = Examples.order(1);
    var odd =
        new PrintedTicket(
            "N1",
            new Words("😀\u0001\n票".repeat(40), "x".repeat(500)),
            Optional.empty(),
            LocalDate.of(2026, 5, 1),
            LocalDate.of(2026, 5, 1),
            1,
            0);
    byte[] pdf =
        OrderPages.tickets(
            new PrintedOrder(
                order.park(), "S1", "", Optional.empty(), Optional.empty(), 0, List.of(odd)));
    assertThat(ReadPdf.text(pdf)).contains("〓 票", "…", "Show the e-ticket on your phone");
  }
}
