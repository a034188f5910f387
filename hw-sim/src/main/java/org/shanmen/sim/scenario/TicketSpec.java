package org.shanmen.sim.scenario;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.RightState;

/**
 * A sold ticket.
 *
 * @param id of its right
 * @param from in the park's zone, inclusive; empty: the start of the day on which it is sold
 * @param until in the park's zone, exclusive; empty: the end of that day
 * @param credentials that show it
 * @param signed its QR code is one that a gate can honour without having heard of it
 * @param rotating besides, the phone shows another one every few seconds
 */
record TicketSpec(
    String name,
    long id,
    TicketType type,
    RightState state,
    Optional<LocalDateTime> from,
    Optional<LocalDateTime> until,
    int entries,
    int people,
    long creditFen,
    List<Credential> credentials,
    boolean signed,
    boolean rotating) {
  TicketSpec {
    credentials = List.copyOf(credentials);
  }

  record Credential(CredentialKind kind, String value) {}

  TicketSpec in(RightState other) {
    return new TicketSpec(
        name,
        id,
        type,
        other,
        from,
        until,
        entries,
        people,
        creditFen,
        credentials,
        signed,
        rotating);
  }
}
