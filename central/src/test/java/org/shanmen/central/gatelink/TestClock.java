package org.shanmen.central.gatelink;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is told. Begins now, because TLS looks at the real time. */
public final class TestClock implements InstantSource {
  private volatile Instant now = Instant.ofEpochMilli(System.currentTimeMillis());

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
