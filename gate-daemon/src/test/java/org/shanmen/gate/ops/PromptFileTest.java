package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.TicketKind;

/** A park's own words over the built-in ones. */
class PromptFileTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void theBuiltInWordsHaveNoMistake(Language language) {
    assertThat(new Texts(language).mistakes()).isEmpty();
  }

  @Test
  void aParksOwnWordsTakeThePlaceOfTheBuiltInOnesKeyByKey() throws IOException {
    var texts = own("welcome.COUNT_CARD.panel = \"您好 {name} 还有{left}次\"");

    assertThat(texts.mistakes()).isEmpty();
    assertThat(texts.panel(countCard(3))).isEqualTo("您好 次卡 还有3次");
    assertThat(texts.voice(countCard(3))).isEqualTo("剩余3次 请通行");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "welcome.COUNT_CARD.panel = \"剩余{lef}次\" | expected one of name, kind, left",
        "welcome.COUNT_CART.panel = \"剩余{left}次\" | expected one of the keys",
        "welcome.COUNT_CARD.panel = \"😀\" | expected characters of GBK",
        "welcome.COUNT_CARD.panel = \"\" | expected a text that is not blank",
        "welcome.COUNT_CARD.panel = [1] | expected one text",
        "welcome.COUNT_CARD { | not readable as HOCON"
      })
  void aBadTemplateIsReportedWithItsPlaceAndTheBuiltInOneIsUsed(String line, String expected)
      throws IOException {
    var texts = own("wait.text = \"等一下\"\n" + line);

    assertThat(texts.mistakes()).singleElement().asString().contains("zh.conf:2", expected);
    assertThat(texts.panel(countCard(3))).isEqualTo("次卡 剩余3次 请通行");
  }

  @Test
  void goodLinesBesideABadOneCount() throws IOException {
    var texts = own("wait.text = \"等一下\"\nopened.text = \"{oops}\"");

    assertThat(texts.panel(new Prompt.Wait())).isEqualTo("等一下");
    assertThat(texts.panel(new Prompt.Opened())).isEqualTo("请通行");
  }

  @Test
  void aDirectoryWithoutTheFileIsReported() {
    var texts = Texts.of(Language.en, Optional.of(directory));

    assertThat(texts.mistakes()).singleElement().asString().contains("en.conf: cannot be read");
    assertThat(texts.panel(new Prompt.Wait())).isEqualTo("Please wait");
  }

  @Test
  void aKindsOwnRefusalOutranksTheGeneralOne() throws IOException {
    var texts = own("refused.LOST.STAFF_CARD.text = \"员工卡已挂失\"");

    assertThat(texts.panel(new Prompt.Refused(ticket(TicketKind.STAFF_CARD), Reason.LOST)))
        .isEqualTo("员工卡已挂失");
    assertThat(texts.panel(new Prompt.Refused(ticket(TicketKind.SINGLE), Reason.LOST)))
        .isEqualTo("票卡已挂失 请到售票处");
  }

  private Texts own(String text) throws IOException {
    Files.writeString(directory.resolve("zh.conf"), text);
    return Texts.of(Language.zh, Optional.of(directory));
  }

  private static Prompt countCard(int left) {
    return new Prompt.Welcome(
        new Ticket(1, 1, TicketKind.COUNT_CARD, "次卡", "Ten"), 1, left, Decision.Fare.NONE);
  }

  private static Ticket ticket(TicketKind kind) {
    return new Ticket(1, 1, kind, "", "");
  }
}
