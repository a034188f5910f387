package org.shanmen.gate.link;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.wire.Enrolled;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.HeartbeatReply;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Welcome;

/** A centre that a test plays by hand: real sockets, real TLS, one connection at a time. */
final class TestCentre implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  static final LaneSettings LANE =
      LaneSettings.newBuilder()
          .setGateNumber(7)
          .setGateName("东门一号")
          .setZone("Asia/Shanghai")
          .build();

  final TestAuthority authority;
  private final SSLServerSocket listening;

  TestCentre(TestAuthority authority) throws IOException {
    this.authority = authority;
    listening =
        (SSLServerSocket)
            authority
                .tls()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listening.setEnabledProtocols(new String[] {"TLSv1.3"});
    listening.setWantClientAuth(true);
    listening.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The next connection, after its handshake. */
  Peer accept() throws IOException {
    var socket = (SSLSocket) listening.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    return new Peer(socket);
  }

  /** The next connection, whatever becomes of its handshake. */
  Socket acceptRaw() throws IOException {
    var socket = listening.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Accepts a gate that enrols, and gives it a certificate. */
  void enrol(String secret) throws Exception {
    try (var peer = accept()) {
      var enrol = peer.next().getEnrol();
      if (!enrol.getSecret().equals(secret)) {
        throw new AssertionError("secret " + enrol.getSecret());
      }
      var issued = authority.issue(enrol.getGate(), enrol.getCertificateRequest().toByteArray());
      peer.send(
          Envelope.newBuilder()
              .setEnrolled(
                  Enrolled.newBuilder()
                      .addCertificateChain(ByteString.copyFrom(issued.getEncoded()))
                      .addCertificateChain(
                          ByteString.copyFrom(authority.certificate.getEncoded()))));
      peer.awaitEnd();
    }
  }

  /** Accepts an enrolled gate and greets it. */
  Peer greet(long acknowledged) throws IOException {
    var peer = accept();
    peer.hello = peer.next();
    peer.welcome(acknowledged);
    return peer;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  /** The other end of one connection. */
  static final class Peer implements AutoCloseable {
    private final SSLSocket socket;
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final Deque<Envelope> arrived = new ArrayDeque<>();
    private final byte[] buffer = new byte[64 << 10];
    Envelope hello;

    Peer(SSLSocket socket) {
      this.socket = socket;
    }

    /** Whom the client's certificate names. */
    Principal client() throws SSLPeerUnverifiedException {
      return socket.getSession().getPeerPrincipal();
    }

    /** The certificate that the gate shows. */
    X509Certificate certificate() throws SSLPeerUnverifiedException {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    /** Greets as a centre of the present version. */
    void welcomeOfVersion(int protocolVersion, LaneSettings lane) throws IOException {
      send(
          Envelope.newBuilder()
              .setWelcome(
                  Welcome.newBuilder()
                      .setProtocolVersion(protocolVersion)
                      .setCentreTimeMillis(System.currentTimeMillis())
                      .setLane(lane)));
    }

    void welcome(long acknowledged) throws IOException {
      send(
          Envelope.newBuilder()
              .setWelcome(
                  Welcome.newBuilder()
                      .setProtocolVersion(1)
                      .setCentreTimeMillis(System.currentTimeMillis())
                      .setAcknowledged(acknowledged)
                      .setLane(LANE)));
    }

    /** The next message; heartbeats, which come of themselves, are answered and passed over. */
    Envelope next() throws IOException {
      while (true) {
        var envelope = any();
        if (!envelope.hasHeartbeat()) {
          return envelope;
        }
        send(
            Envelope.newBuilder()
                .setHeartbeatReply(
                    HeartbeatReply.newBuilder()
                        .setCentreTimeMillis(System.currentTimeMillis() + 60_000)
                        .setGateTimeMillis(envelope.getHeartbeat().getAtMillis())));
      }
    }

    /** The next message, heartbeats included. */
    Envelope any() throws IOException {
      while (arrived.isEmpty()) {
        int read = socket.getInputStream().read(buffer);
        if (read < 0) {
          throw new IOException("the gate closed the connection");
        }
        for (var decoded : reader.feed(java.util.Arrays.copyOf(buffer, read))) {
          arrived.add(((Decoded.Ok<Envelope>) decoded).value());
        }
      }
      return arrived.remove();
    }

    void send(Envelope.Builder message) throws IOException {
      sendRaw(writer.frame(message));
    }

    void sendRaw(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void refuse(Refusal.Cause cause, String text) throws IOException {
      send(Envelope.newBuilder().setRefusal(Refusal.newBuilder().setCause(cause).setText(text)));
    }

    /** Returns when the gate has closed the connection; fails if it does not. */
    void awaitEnd() throws IOException {
      try {
        while (socket.getInputStream().read(buffer) >= 0) {
          // Whatever still comes is of no interest.
        }
      } catch (java.net.SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // Closed hard: ended all the same.
        return;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
