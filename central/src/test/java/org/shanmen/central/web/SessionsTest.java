package org.shanmen.central.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private Instant now = Instant.parse("2026-05-01T00:00:00Z");
  private final Sessions sessions = new Sessions(() -> now);

  @Test
  void aSessionLivesOnWithEveryRequestButNotForever() {
    var token = open("wang").token();
    for (int i = 0; i < 3; i++) {
      now = now.plus(Sessions.IDLE).minusSeconds(1);
      if (i < 2) {
        assertThat(sessions.find(token)).isPresent();
      }
    }
    assertThat(sessions.find(token)).as("after more than " + Sessions.LIFETIME).isEmpty();
  }

  @Test
  void aSessionThatNobodyUsesEnds() {
    var token = open("wang").token();
    now = now.plus(Sessions.IDLE);
    assertThat(sessions.find(token)).isEmpty();
    assertThat(sessions.size()).isZero();
  }

  @Test
  void aStrangeTokenIsNobodys() {
    var opened = open("wang");
    assertThat(sessions.find(opened.token() + "x")).isEmpty();
    assertThat(sessions.find("")).isEmpty();
    assertThat(opened.token()).hasSizeGreaterThanOrEqualTo(43);
    assertThat(opened.session().toString()).doesNotContain(opened.session().csrf());
  }

  @Test
  void closingAllOfOnePersonLeavesTheOthers() {
    var first = open("wang").token();
    var second = open("wang").token();
    var other = open("li").token();
    sessions.closeAllOf("wang");
    assertThat(sessions.find(first)).isEmpty();
    assertThat(sessions.find(second)).isEmpty();
    assertThat(sessions.find(other)).isPresent();
  }

  @Test
  void theOldestOfTooManySessionsEnds() {
    var first = open("first").token();
    var second = open("second").token();
    sessions.find(first);
    for (int i = 2; i <= Sessions.LIMIT; i++) {
      now = now.plus(Duration.ofMillis(1));
      open("crowd");
    }
    assertThat(sessions.size()).isEqualTo(Sessions.LIMIT);
    assertThat(sessions.find(second)).isEmpty();
    assertThat(sessions.find(first)).isPresent();
  }

  private Sessions.Opened open(String name) {
    return sessions.open(name, name, Rights.of(Set.of(Role.CLERK)), "zh");
  }
}
