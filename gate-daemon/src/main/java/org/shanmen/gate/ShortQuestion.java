package org.shanmen.gate;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Use;

/** Questions as the journal keeps them. */
final class ShortQuestion {
  /** What {@code uses_left_out} takes at most, and tags and lengths that grow. */
  private static final int SLACK_BYTES = 16;

  private ShortQuestion() {}

  /**
   * A question in so many bytes at most: without fingerprints, which no rule looks at, and if need
   * be without the oldest uses, of which it then says how many are missing.
   *
   * @return empty if it is too long all the same
   */
  static Optional<ByteString> of(Question question, int maxBytes) {
    var plain = question.toBuilder();
    plain.getRightBuilder().clearFingerprints();
    var whole = plain.build();
    if (whole.getSerializedSize() <= maxBytes) {
      return Optional.of(whole.toByteString());
    }
    plain.clearUses();
    int room = maxBytes - SLACK_BYTES - plain.build().getSerializedSize();
    if (room < 0) {
      return Optional.empty();
    }
    var kept = newest(whole.getUsesList(), room);
    return Optional.of(
        plain
            .addAllUses(kept)
            .setUsesLeftOut(whole.getUsesCount() - kept.size())
            .build()
            .toByteString());
  }

  private static List<Use> newest(List<Use> uses, int bytes) {
    var kept = new ArrayList<Use>();
    int left = bytes;
    for (Use use :
        uses.stream().sorted(Comparator.comparing(Use::getAtMillis).reversed()).toList()) {
      left -= CodedOutputStream.computeMessageSize(Question.USES_FIELD_NUMBER, use);
      if (left < 0) {
        break;
      }
      kept.add(use);
    }
    return kept;
  }
}
