package org.shanmen.gate.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-].+)";

  private final List<String> lines = new ArrayList<>();
  private final ConsoleLog log =
      new ConsoleLog(line -> lines.add(new String(line, StandardCharsets.UTF_8)));

  @Test
  void aLineTellsWhenHowBadWhereAndWhat() {
    String thread = Thread.currentThread().getName();
    log.getLogger("org.shanmen.gate.link.Secrets").warn("{} 可读取 {} {}", "others", 7, true);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .matches(
            TIME
                + " WARN  \\["
                + Pattern.quote(thread)
                + "\\] o\\.s\\.g\\.link\\.Secrets others 可读取 7 true\n");
  }

  @Test
  void whatWasThrownIsToldWithItsStackAndItsCause() {
    var thrown = new IllegalStateException("outer", new RuntimeException("inner"));
    log.getLogger("X").error("Journal {} failed", 3, thrown);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("ERROR [")
        .contains("] X Journal 3 failed\njava.lang.IllegalStateException: outer\n\tat ")
        .contains("Caused by: java.lang.RuntimeException: inner");
  }

  @Test
  void onlyWhatPeopleShallReadIsWritten() {
    var ours = log.getLogger("org.shanmen.gate.GateDaemon");
    ours.debug("no");
    ours.info("yes");
    log.getLogger("com.pi4j.context").info("no");
    log.getLogger("com.pi4j.context").warn("yes");
    log.getLogger("com.pi4j.library.gpiod.GpioD").warn("no");
    log.getLogger("com.pi4j.library.gpiod").error("yes");
    log.getLogger("com.pi4j.boardinfo.util.BoardInfoHelper").error("no");
    log.getLogger("com.pi4jelsewhere").info("yes");

    assertThat(lines).hasSize(4).allMatch(line -> line.endsWith(" yes\n"));
  }
}
