package org.shanmen.gate.link;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Enrolled;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Renew;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gate's next certificate, asked for long before the present one ends. One for each connection,
 * on its event loop; writes the identity there, once in a year.
 */
final class Renewal {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  private final Optional<Identity> present;
  private final Path directory;
  private Optional<CertificateRequest> asked = Optional.empty();

  Renewal(Identity present, Path directory) {
    this(Optional.of(present), directory);
  }

  private Renewal(Optional<Identity> present, Path directory) {
    this.present = present;
    this.directory = directory;
  }

  /** For a link that shows no certificate: none is ever due. */
  static Renewal ofNothing(Path directory) {
    return new Renewal(Optional.empty(), directory);
  }

  /**
   * The question, when it is time for it; asked once in a connection.
   *
   * @param now by the centre's clock
   */
  Optional<Envelope.Builder> due(String gateId, Instant now) {
    var ends = now.plus(Duration.ofDays(Limits.RENEW_DAYS));
    if (asked.isPresent() || present.filter(identity -> identity.endsBefore(ends)).isEmpty()) {
      return Optional.empty();
    }
    var request = CertificateRequest.of(gateId);
    asked = Optional.of(request);
    return Optional.of(
        Envelope.newBuilder()
            .setRenew(
                Renew.newBuilder().setCertificateRequest(ByteString.copyFrom(request.der()))));
  }

  /** The answer: the identity for the next connection; empty if it is of no use. */
  Optional<Identity> taken(Enrolled enrolled) {
    try {
      if (asked.isEmpty()) {
        throw new GeneralSecurityException("nobody asked for a certificate");
      }
      var next =
          present
              .orElseThrow()
              .renewed(asked.get().keys(), Enrolment.chain(enrolled.getCertificateChainList()));
      next.write(directory);
      LOG.info("The certificate is renewed until {}", next.certificate().getNotAfter());
      return Optional.of(next);
    } catch (GeneralSecurityException e) {
      LOG.error("The centre's certificates are unusable, the old one stays", e);
    } catch (IOException e) {
      LOG.error("The new certificate cannot be kept in {}, the old one stays", directory, e);
    }
    return Optional.empty();
  }
}
