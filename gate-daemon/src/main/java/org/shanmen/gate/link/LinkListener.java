package org.shanmen.gate.link;

import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * What the link tells the lane. Called on the link's threads: hand it to a queue and return at
 * once, never throw.
 */
public interface LinkListener {
  /** The centre greeted us; its settings of this lane are in force from now on. */
  void onWelcome(LaneSettings lane, long centreTimeMillis);

  void onCommand(Command command);

  /** Whether an area takes more people, as the centre sees it. */
  void onAreaState(AreaState area);

  /** What the centre says to letting people in on a right. */
  default void onClaimReply(ClaimReply reply) {}

  /** The whitelist is at a new version. */
  void onWhitelistChanged();

  /**
   * The park has revoked this gate; no welcome follows. Nothing is decided any more, and what was
   * welcomed before is settled first: then {@link CentreLink#forget}.
   */
  default void onRevoked() {}

  /** The link came up (greeted, not merely connected) or went down. */
  void onLink(boolean up);
}
