package org.shanmen.gate.admission;

import java.util.List;
import org.shanmen.protocol.wire.Reason;

/**
 * What one rule says of a question.
 *
 * @param reason of its refusal; unspecified when it lets somebody through
 * @param fromMillis Unix time from which it would say something else; 0: not known
 * @param figures what it looked at
 */
public record Finding(Rule rule, Reason reason, long fromMillis, List<Figure> figures) {
  public boolean refuses() {
    return reason != Reason.REASON_UNSPECIFIED;
  }
}
