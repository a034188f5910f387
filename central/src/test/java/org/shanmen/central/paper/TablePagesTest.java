package org.shanmen.central.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablePagesTest {
  @Test
  void aLongTableGoesOnWithItsHeadingAndEndsWithTotalAndSignatures() throws IOException {
    var rows = IntStream.rangeClosed(1, 100).mapToObj(i -> List.of("收款员䶮" + i, i + ".00")).toList();
    byte[] pdf =
        TablePages.of(
            new PrintedTable(
                "示范园 日结表",
                "2026-05-01 – 2026-05-31",
                List.of(
                    new PrintedTable.Heading("收款员", false),
                    new PrintedTable.Heading("Taken", true)),
                rows,
                List.of("合计", "5,050.00"),
                List.of("金额取自总账。"),
                List.of("收款员", "复核")));
    assertThat(ReadPdf.pages(pdf)).isEqualTo(3);
    assertThat(ReadPdf.size(pdf, 0)).containsExactly(210L, 297L);
    String text = ReadPdf.text(pdf);
    assertThat(text).contains("收款员䶮1", "收款员䶮100", "5,050.00", "金额取自总账。", "复核", "3 / 3");
    assertThat(text.split("Taken")).hasSize(4);
  }

  @Test
  void manyColumnsLieAcross() throws IOException {
    var headings =
        IntStream.range(0, 14).mapToObj(i -> new PrintedTable.Heading("Column" + i, true)).toList();
    byte[] pdf =
        TablePages.of(
            new PrintedTable("Title", "", headings, List.of(), List.of(), List.of(), List.of()));
    assertThat(ReadPdf.size(pdf, 0)).containsExactly(297L, 210L);
    assertThat(ReadPdf.text(pdf)).contains("Column0", "Column13", "1 / 1");
  }
}
