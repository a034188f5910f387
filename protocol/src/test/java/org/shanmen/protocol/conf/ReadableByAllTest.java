package org.shanmen.protocol.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadableByAllTest {
  @Test
  void aFileThatEverybodyReadsIsToldOfWithTheCommandThatMendsIt() {
    assertThat(ReadableByAll.warning("/etc/gate.conf", "rw-r--r--"))
        .hasValueSatisfying(
            text -> assertThat(text).contains("chmod o= /etc/gate.conf", "任何用户", "every user"));
  }

  @Test
  void whatTheServiceAloneReadsAsOwnerOrByItsGroupIsNot() {
    assertThat(ReadableByAll.warning("/etc/gate.conf", "rw-------")).isEmpty();
    assertThat(ReadableByAll.warning("/etc/gate.conf", "rw-r-----")).isEmpty();
  }
}
