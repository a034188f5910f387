package org.shanmen.gate.link;

import com.google.protobuf.ByteString;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Envelope;

/**
 * The one connection on which a gate without a certificate gets one. On the event loop; writes the
 * identity there too, once in a gate's life.
 */
final class Enrolment extends SimpleChannelInboundHandler<Decoded<Envelope>> {
  /** What came of it. */
  sealed interface Outcome {
    record Enrolled(Identity identity) implements Outcome {}

    /** The centre does not take the code; asking again with it will not help. */
    record Refused(String why) implements Outcome {}

    /** The connection broke, or the centre answered nonsense. */
    record Failed(String why) implements Outcome {}
  }

  /** Told once, on the event loop. */
  interface Owner {
    void enrolmentEnded(Outcome outcome);
  }

  private final EnrolmentCode code;
  private final Path directory;
  private final Owner owner;
  private final CertificateRequest request;
  private ChannelHandlerContext context;
  private boolean over;

  Enrolment(EnrolmentCode code, Path directory, Owner owner) {
    this.code = code;
    this.directory = directory;
    this.owner = owner;
    this.request = CertificateRequest.of(code.gate());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  /** Begins once the handshake is done. */
  void ask() {
    context
        .executor()
        .schedule(
            () -> end(new Outcome.Failed("no answer within the time for it")),
            Limits.CONNECT_MILLIS,
            TimeUnit.MILLISECONDS);
    context.writeAndFlush(
        Envelope.newBuilder()
            .setEnrol(
                Enrol.newBuilder()
                    .setProtocolVersion(Frames.PROTOCOL_VERSION)
                    .setGate(code.gate())
                    .setSecret(code.secret())
                    .setCertificateRequest(ByteString.copyFrom(request.der()))));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext from, Decoded<Envelope> decoded) {
    if (decoded instanceof Decoded.Malformed<Envelope> malformed) {
      end(new Outcome.Failed("malformed: " + malformed.why()));
    } else if (decoded instanceof Decoded.Ok<Envelope> ok) {
      var envelope = ok.value();
      if (envelope.hasRefusal()) {
        end(new Outcome.Refused(envelope.getRefusal().getText()));
      } else if (envelope.hasEnrolled()) {
        end(take(envelope.getEnrolled().getCertificateChainList()));
      } else {
        end(new Outcome.Failed("the centre answered " + envelope.getBodyCase()));
      }
    }
  }

  /** Certificates as they travel. */
  static List<X509Certificate> chain(List<ByteString> ders) throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var chain = new ArrayList<X509Certificate>();
    for (var der : ders) {
      chain.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(der.toByteArray())));
    }
    return chain;
  }

  private Outcome take(List<ByteString> ders) {
    try {
      var identity = Identity.of(request.keys(), chain(ders), code);
      identity.write(directory);
      return new Outcome.Enrolled(identity);
    } catch (GeneralSecurityException e) {
      return new Outcome.Failed("the centre's certificates are unusable: " + e.getMessage());
    } catch (IOException e) {
      return new Outcome.Failed("the identity cannot be kept in " + directory + ": " + e);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    end(new Outcome.Failed("the centre closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext where, Throwable cause) {
    end(new Outcome.Failed(String.valueOf(cause.getMessage())));
  }

  private void end(Outcome outcome) {
    if (over) {
      return;
    }
    over = true;
    context.close();
    owner.enrolmentEnded(outcome);
  }
}
