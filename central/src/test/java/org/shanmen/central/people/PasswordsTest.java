package org.shanmen.central.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();
  private Instant now = Instant.parse("2026-05-01T00:00:00Z");

  @Test
  void onlyTheSamePasswordMatches() {
    String hash = passwords.hash("口令 correct");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").hasSizeLessThan(200);
    assertThat(passwords.matches("口令 correct", hash)).isTrue();
    assertThat(passwords.matches("口令 Correct", hash)).isFalse();
    assertThat(passwords.hash("口令 correct")).as("salted").isNotEqualTo(hash);
    assertThat(passwords.matchesNobody("nobody")).isFalse();
    assertThatThrownBy(() -> passwords.matches("x", "plain text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHashOfTheReferenceImplementationMatches() {
    // echo -n password | argon2 somesalt -id -v 13 -t 2 -k 65536 -p 1 (argon2's own test vector)
    assertThat(
            passwords.matches(
                "password",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
        .isTrue();
  }

  @Test
  void triesComeBackWithTime() {
    var limits = new LoginLimits(() -> now);
    for (int i = 0; i < LoginLimits.PER_NAME_AND_ADDRESS; i++) {
      assertThat(limits.take("wang", "10.0.0.1")).isEqualTo(LoginLimits.Try.TAKEN);
    }
    assertThat(limits.take("wang", "10.0.0.1")).isEqualTo(LoginLimits.Try.FIRST_REFUSED);
    assertThat(limits.take("wang", "10.0.0.2"))
        .as("from elsewhere")
        .isEqualTo(LoginLimits.Try.TAKEN);
    assertThat(limits.take("li", "10.0.0.1")).as("somebody else").isEqualTo(LoginLimits.Try.TAKEN);
    now =
        now.plus(LoginLimits.PERIOD.dividedBy(LoginLimits.PER_NAME_AND_ADDRESS))
            .plus(Duration.ofSeconds(1));
    assertThat(limits.take("wang", "10.0.0.1")).isEqualTo(LoginLimits.Try.TAKEN);
    assertThat(limits.take("wang", "10.0.0.1")).isEqualTo(LoginLimits.Try.FIRST_REFUSED);
  }
}
