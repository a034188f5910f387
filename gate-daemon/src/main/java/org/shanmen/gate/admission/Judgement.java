package org.shanmen.gate.admission;

import java.util.Optional;
import org.shanmen.protocol.wire.Question;

/**
 * What a credential may do, and from what that was decided.
 *
 * @param question empty when nothing is known of the credential
 * @param staff the right of a staff card that is good here and now, whatever becomes of its
 *     holder's own entry: it may speak for a visitor who is held; 0: none
 */
public record Judgement(Decision decision, Optional<Question> question, long staff) {
  Judgement withStaff(long right) {
    return new Judgement(decision, question, right);
  }
}
