package org.shanmen.gate.lane;

import java.util.List;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.LaneMode;

/**
 * What of a lane outlives a restart.
 *
 * @param mode last commanded
 * @param fire the fire loop was broken and nobody released it since
 * @param answered ids of the latest commands, oldest first, at most {@link
 *     Limits#ANSWERED_COMMANDS}
 */
public record Memory(LaneMode mode, boolean fire, List<String> answered) {
  /** Of a new lane. */
  public static final Memory NONE = new Memory(LaneMode.CONTROLLED, false, List.of());

  /** Of a lane that cannot know how it was left: locked, and people come to look. */
  public static final Memory LOST = new Memory(LaneMode.OUT_OF_SERVICE, false, List.of());

  public Memory {
    answered = List.copyOf(answered);
  }

  /** The arm lies dropped so that people get out, and nothing but a command may raise it. */
  public boolean evacuates() {
    return fire || mode == LaneMode.EMERGENCY_OPEN;
  }
}
