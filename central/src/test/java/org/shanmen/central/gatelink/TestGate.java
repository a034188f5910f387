package org.shanmen.central.gatelink;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.WhitelistAck;

/** A gate as the centre sees it: a real TLS socket, and messages one by one. */
public final class TestGate implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  /** Key and certificates; an empty chain means none. */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public static final Identity NONE = new Identity(null, List.of());
  }

  private final SSLSocket socket;
  private final FrameReader reader = new FrameReader();
  private final FrameWriter writer = new FrameWriter();
  private final Queue<Envelope> received = new ArrayDeque<>();

  private TestGate(SSLSocket socket) {
    this.socket = socket;
  }

  public static KeyPair newKeys() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  public static ByteString request(KeyPair keys) throws Exception {
    var request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=whatever"), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    return ByteString.copyFrom(request.getEncoded());
  }

  /** Spends a code; fails the test if it is refused. */
  public static Identity enrol(TestCentre centre, String code) throws Exception {
    var keys = newKeys();
    try (var gate = connect(centre, Identity.NONE)) {
      gate.sendEnrol(code, request(keys));
      var enrolled = gate.await(Envelope.BodyCase.ENROLLED).getEnrolled();
      var chain = new ArrayList<X509Certificate>();
      for (var der : enrolled.getCertificateChainList()) {
        chain.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toByteArray())));
      }
      return new Identity(keys.getPrivate(), chain);
    }
  }

  /** Connects, trusts the park's CA and checks the centre's name as gates do. */
  public static TestGate connect(TestCentre centre, Identity identity) throws Exception {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("park", centre.ca.certificate());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLSv1.3");
    var keys = identity.chain().isEmpty() ? null : new KeyManager[] {new Always(identity)};
    context.init(keys, trust.getTrustManagers(), null);
    var plain = new Socket("127.0.0.1", centre.port);
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, Ca.SERVER_NAME, centre.port, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    return new TestGate(socket);
  }

  public void sendEnrol(String code, ByteString request) throws IOException {
    var parts = code.split("\\.", -1);
    send(
        Envelope.newBuilder()
            .setEnrol(
                Enrol.newBuilder()
                    .setProtocolVersion(1)
                    .setGate(parts[0])
                    .setSecret(parts[1])
                    .setCertificateRequest(request)));
  }

  /** Says Hello with an empty whitelist and waits for the Welcome. */
  public TestGate hello(String gate) throws IOException {
    hello(gate, 0, 0);
    return this;
  }

  /** Says Hello and waits for the Welcome. */
  public Envelope hello(String gate, long version, long hash) throws IOException {
    sendHello(gate, version, hash);
    return await(Envelope.BodyCase.WELCOME);
  }

  public void sendHello(String gate, long version, long hash) throws IOException {
    send(
        Envelope.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocolVersion(1)
                    .setGate(gate)
                    .setSoftware("test")
                    .setWhitelistVersion(version)
                    .setWhitelistHash(hash)
                    .setJournalEpoch(1)));
  }

  /** Says Hello as a gate of this version of the protocol, and waits for the Welcome. */
  public TestGate helloOfVersion(int protocolVersion, String gate) throws IOException {
    sendHelloOfVersion(protocolVersion, gate);
    await(Envelope.BodyCase.WELCOME);
    return this;
  }

  public void sendHelloOfVersion(int protocolVersion, String gate) throws IOException {
    send(
        Envelope.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocolVersion(protocolVersion)
                    .setGate(gate)
                    .setSoftware("test")
                    .setJournalEpoch(1)));
  }

  public void send(Envelope.Builder message) throws IOException {
    sendBytes(writer.frame(message));
  }

  /** Sends them so that they arrive as one piece. */
  void sendTogether(Envelope.Builder... messages) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var message : messages) {
      bytes.write(writer.frame(message));
    }
    sendBytes(bytes.toByteArray());
  }

  public void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  public void confirm(long version, long hash) throws IOException {
    send(
        Envelope.newBuilder()
            .setWhitelistAck(WhitelistAck.newBuilder().setVersion(version).setHash(hash)));
  }

  public void sendEvents(Event... events) throws IOException {
    send(Envelope.newBuilder().setEvents(Events.newBuilder().addAllEvents(List.of(events))));
  }

  /** What is missing before them is lost for good. */
  public void sendEventsAfterLoss(Event... events) throws IOException {
    send(
        Envelope.newBuilder()
            .setEvents(Events.newBuilder().addAllEvents(List.of(events)).setAfterLoss(true)));
  }

  public void heartbeat() throws IOException {
    send(Envelope.newBuilder().setHeartbeat(Heartbeat.newBuilder().setAtMillis(1)));
  }

  /** Waits for the next delta, confirms it, and returns its changes. */
  public List<Change> takeDelta() throws IOException {
    var delta = await(Envelope.BodyCase.DELTA).getDelta();
    confirm(delta.getTargetVersion(), delta.getTargetHash());
    return delta.getChangesList();
  }

  /** Waits for a whole snapshot, confirms it, and returns its chunks' changes. */
  public List<List<Change>> takeSnapshot() throws IOException {
    var chunks = new ArrayList<List<Change>>();
    while (true) {
      var chunk = await(Envelope.BodyCase.SNAPSHOT_CHUNK).getSnapshotChunk();
      if (chunk.getIndex() != chunks.size()) {
        throw new AssertionError("chunk " + chunk.getIndex() + " after " + chunks.size());
      }
      chunks.add(chunk.getChangesList());
      if (chunk.getLast()) {
        confirm(chunk.getVersion(), chunk.getHash());
        return chunks;
      }
    }
  }

  /** Waits for the centre's last word and the end of the connection. */
  public Refusal.Cause refused() throws IOException {
    var cause = await(Envelope.BodyCase.REFUSAL).getRefusal().getCause();
    Envelope more = next();
    if (more != null) {
      throw new AssertionError("after the Refusal came " + more);
    }
    return cause;
  }

  /** Waits for a message of this kind; others that come before it are passed over. */
  public Envelope await(Envelope.BodyCase body) throws IOException {
    while (true) {
      var envelope = next();
      if (envelope == null) {
        throw new EOFException("the centre closed the connection before " + body);
      }
      if (envelope.getBodyCase() == body) {
        return envelope;
      }
      if (envelope.getBodyCase() == Envelope.BodyCase.REFUSAL) {
        throw new AssertionError("instead of " + body + " came " + envelope);
      }
    }
  }

  /** The next message, null at the end of the connection. */
  public Envelope next() throws IOException {
    var buffer = new byte[64 * 1024];
    while (received.isEmpty()) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        return null;
      }
      for (var decoded : reader.feed(java.util.Arrays.copyOf(buffer, count))) {
        received.add(((Decoded.Ok<Envelope>) decoded).value());
      }
    }
    return received.remove();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Shows its certificate whatever the server asks for. */
  private static final class Always extends X509ExtendedKeyManager {
    private final Identity identity;

    Always(Identity identity) {
      this.identity = identity;
    }

    @Override
    public String chooseClientAlias(
        String[] types, java.security.Principal[] issuers, Socket socket) {
      return "gate";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity.key();
    }

    @Override
    public String[] getClientAliases(String type, java.security.Principal[] issuers) {
      return new String[] {"gate"};
    }

    @Override
    public String[] getServerAliases(String type, java.security.Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, java.security.Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
