package org.shanmen.sim.soak.park;

import java.util.Random;

/** How good the way between one gate and the centre is now. One thread. */
final class Wire {
  private final Random random;
  private long slowMillis;
  private boolean down;
  private boolean upBlocked;
  private boolean downBlocked;

  Wire(Random random) {
    this.random = random;
  }

  long latencyMillis() {
    return 1 + random.nextInt(4) + (slowMillis == 0 ? 0 : random.nextLong(slowMillis));
  }

  /** Every message takes up to so long; 0: as usual. */
  void slow(long millis) {
    slowMillis = millis;
  }

  /** No connection can be made. */
  void down(boolean now) {
    down = now;
  }

  boolean isDown() {
    return down;
  }

  /** Half open: connections stand, and nothing arrives in these directions. */
  void block(boolean upwards, boolean downwards) {
    upBlocked = upwards;
    downBlocked = downwards;
  }

  boolean upBlocked() {
    return upBlocked;
  }

  boolean downBlocked() {
    return downBlocked;
  }

  /** Nothing is wrong with it. */
  boolean isSound() {
    return !down && !upBlocked && !downBlocked && slowMillis == 0;
  }
}
