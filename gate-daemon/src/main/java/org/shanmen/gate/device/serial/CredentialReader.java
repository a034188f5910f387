package org.shanmen.gate.device.serial;

import java.util.List;
import java.util.function.Function;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * A device that reads credentials: presents each sound message to the lane and counts the others.
 *
 * @param <T> what a message says
 */
final class CredentialReader<T> implements SerialLine.Listener {
  private final ReaderSettings settings;
  private final CredentialKind kind;
  private final Decoder<T> decoder;
  private final Function<T, Decoded<String>> credential;
  private final Inbox inbox;
  private final Counts counts;

  /**
   * @param credential its value, or why a sound message is of no use
   */
  private CredentialReader(
      ReaderSettings settings,
      CredentialKind kind,
      Decoder<T> decoder,
      Function<T, Decoded<String>> credential,
      Inbox inbox,
      Counts counts) {
    this.settings = settings;
    this.kind = kind;
    this.decoder =
        settings
            .alive()
            .<Decoder<T>>map(sign -> new AnswerDecoder<>(sign.answer(), decoder))
            .orElse(decoder);
    this.credential = credential;
    this.inbox = inbox;
    this.counts = counts;
  }

  static CredentialReader<?> of(ReaderSettings settings, Inbox inbox, Counts counts) {
    String remedy = "set serial." + settings.name() + ".suffix to what the device sends";
    if (settings.protocol() instanceof ReaderProtocol.Codes codes) {
      var lines = new LineDecoder<>(remedy, codes.suffix(), ScannedCode.MAX_BYTES, ScannedCode::of);
      return whole(settings, CredentialKind.QR, lines, inbox, counts);
    }
    if (settings.protocol() instanceof ReaderProtocol.IdCards idCards) {
      var lines =
          new LineDecoder<>(remedy, idCards.suffix(), IdCardLine.MAX_LINE_BYTES, IdCardLine::of);
      return whole(settings, CredentialKind.ID_CARD, lines, inbox, counts);
    }
    var cards = (ReaderProtocol.Cards) settings.protocol();
    var order = cards.byteOrder();
    return switch (cards.protocol()) {
      case STX_LEN -> whole(settings, CredentialKind.CARD, new CardDecoder(order), inbox, counts);
      case RFK101 -> whole(settings, CredentialKind.CARD, new HexDecoder(order), inbox, counts);
      case WIEGAND ->
          new CredentialReader<>(
              settings,
              CredentialKind.CARD,
              new LineDecoder<>(
                  "set the converter to end each line",
                  Suffix.CRLF,
                  WiegandCard.MAX_LINE_BYTES,
                  WiegandCard::of),
              card -> card.number(order),
              inbox,
              counts);
    };
  }

  private static CredentialReader<String> whole(
      ReaderSettings settings,
      CredentialKind kind,
      Decoder<String> decoder,
      Inbox inbox,
      Counts counts) {
    return new CredentialReader<>(settings, kind, decoder, Decoded.Ok::new, inbox, counts);
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

  private void present(List<Decoded<T>> messages, long atNanos) {
    for (Decoded<T> message : messages) {
      if (message instanceof Decoded.Ok<T> ok) {
        present(credential.apply(ok.value()), atNanos);
      } else if (message instanceof Decoded.Malformed<T> malformed) {
        counts.dropped(settings.name() + ".malformed", malformed.why());
      }
    }
  }

  private void present(Decoded<String> value, long atNanos) {
    if (value instanceof Decoded.Ok<String> ok) {
      // A lane that is too far behind counts the dropped signal itself.
      boolean unused =
          inbox.offer(
              new Signal.Presented(kind, ok.value(), settings.name(), settings.spot(), atNanos));
    } else if (value instanceof Decoded.Malformed<String> unusable) {
      counts.dropped(settings.name() + ".not-unique", unusable.why());
    }
  }
}
