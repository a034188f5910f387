package org.shanmen.gate.admission;

import java.util.Optional;
import org.shanmen.protocol.wire.Question;

/**
 * What a credential may do, and from what that was decided.
 *
 * @param question empty when nothing is known of the credential
 */
public record Judgement(Decision decision, Optional<Question> question) {}
