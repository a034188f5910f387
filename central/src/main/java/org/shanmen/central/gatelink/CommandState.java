package org.shanmen.central.gatelink;

import java.time.Instant;
import java.util.UUID;

/**
 * One command to one gate, and what came of it.
 *
 * @param batch shared by the commands that were given at one stroke
 * @param gate the gate's code
 * @param action such as {@code open-once}; see {@link Commands.Action}
 * @param direction IN or OUT, null unless the action has one
 * @param holding whom the action is about, null unless it is about one visitor
 * @param outcome PENDING, DONE, EXPIRED_COMMAND, DUPLICATE, NOT_NOW or UNREACHABLE
 * @param answer what the gate said, for people
 */
public record CommandState(
    UUID id,
    UUID batch,
    int gateNumber,
    String gate,
    String issuer,
    String action,
    String direction,
    Holding holding,
    String outcome,
    String answer,
    Instant issuedAt,
    Instant expiresAt) {}
