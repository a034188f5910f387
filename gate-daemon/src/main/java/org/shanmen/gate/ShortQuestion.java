package org.shanmen.gate;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.shanmen.gate.admission.Admission;
import org.shanmen.protocol.wire.Question;

/** Questions as the journal keeps them. */
final class ShortQuestion {
  private ShortQuestion() {}

  /**
   * A question in so many bytes at most: as it was asked, or with what its uses amounted to instead
   * of them. Every rule says the same of both (docs/adr/0018).
   *
   * @return empty if it is too long all the same
   */
  static Optional<ByteString> of(Question question, int maxBytes) {
    var kept = question.getSerializedSize() <= maxBytes ? question : Admission.counted(question);
    return kept.getSerializedSize() <= maxBytes
        ? Optional.of(kept.toByteString())
        : Optional.empty();
  }
}
