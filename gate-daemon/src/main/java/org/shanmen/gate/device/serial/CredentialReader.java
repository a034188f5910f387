package org.shanmen.gate.device.serial;

import java.util.List;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

/** A scanner or card reader: presents each sound message to the lane and counts the others. */
final class CredentialReader implements SerialLine.Listener {
  private final String name;
  private final CredentialKind kind;
  private final Spot spot;
  private final Decoder<String> decoder;
  private final Inbox inbox;
  private final Counts counts;

  CredentialReader(
      String name,
      CredentialKind kind,
      Spot spot,
      Decoder<String> decoder,
      Inbox inbox,
      Counts counts) {
    this.name = name;
    this.kind = kind;
    this.spot = spot;
    this.decoder = decoder;
    this.inbox = inbox;
    this.counts = counts;
  }

  @Override
  public void received(byte[] bytes, int length, long atNanos) {
    present(decoder.received(bytes, length), atNanos);
  }

  @Override
  public void silent(long atNanos) {
    present(decoder.silent(), atNanos);
  }

  @Override
  public void lost() {
    decoder.reset();
  }

  private void present(List<Decoded<String>> messages, long atNanos) {
    for (Decoded<String> message : messages) {
      if (message instanceof Decoded.Ok<String> ok) {
        // A lane that is too far behind counts the dropped signal itself.
        boolean unused = inbox.offer(new Signal.Presented(kind, ok.value(), name, spot, atNanos));
      } else if (message instanceof Decoded.Malformed<String> malformed) {
        counts.dropped(name + ".malformed", malformed.why());
      }
    }
  }
}
