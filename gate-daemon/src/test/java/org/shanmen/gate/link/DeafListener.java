package org.shanmen.gate.link;

import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.LaneSettings;

/** A lane that does not care; tests override what they want to hear. */
class DeafListener implements LinkListener {
  @Override
  public void onWelcome(LaneSettings lane, long centreTimeMillis) {}

  @Override
  public void onCommand(Command command) {}

  @Override
  public void onAreaState(AreaState area) {}

  @Override
  public void onWhitelistChanged() {}

  @Override
  public void onLink(boolean up) {}
}
