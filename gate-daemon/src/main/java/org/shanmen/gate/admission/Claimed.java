package org.shanmen.gate.admission;

import java.util.List;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Use;

/**
 * What the centre says to letting people in on rights whose type wants it asked.
 *
 * @param right about which it spoke; 0: all
 * @param state what it said; of other rights it said nothing
 * @param uses that it told of, all of this right
 */
public record Claimed(long right, ClaimState state, List<Use> uses) {
  /** It was not asked, or did not answer in time. */
  public static final Claimed UNANSWERED = new Claimed(0, ClaimState.CLAIM_UNANSWERED, List.of());

  /** To find out whether it must be asked: would it be an admission if it agreed? */
  public static final Claimed PRESUMED = new Claimed(0, ClaimState.CLAIM_GRANTED, List.of());

  ClaimState of(long other) {
    return right == 0 || right == other ? state : ClaimState.CLAIM_UNANSWERED;
  }

  List<Use> usesOf(long other) {
    return right == other ? uses : List.of();
  }
}
