package org.shanmen.sim.bench;

import com.google.protobuf.ByteString;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Envelope;

/** What a gate shows: its code, its key, and the certificate that the park's CA gave it. */
record GateIdentity(
    String code, PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {
  static final String SERVER_NAME = "centre.shanmen.internal";
  static final String TLS = "TLSv1.3";

  /** Enrols a new gate over a connection of its own, as gates do. */
  static GateIdentity enrol(MeasuredCentre centre, String code)
      throws IOException, GeneralSecurityException {
    var secret = centre.addGate(code).split("\\.", -1)[1];
    var authority = certificate(Files.readString(centre.authority()));
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var keys = generator.generateKeyPair();
    var enrol =
        Enrol.newBuilder()
            .setProtocolVersion(Frames.PROTOCOL_VERSION)
            .setGate(code)
            .setSecret(secret)
            .setCertificateRequest(request(code, keys));
    var answer = asked(centre.port(), authority, Envelope.newBuilder().setEnrol(enrol));
    var chain = new ArrayList<X509Certificate>();
    for (var der : answer.getEnrolled().getCertificateChainList()) {
      chain.add(parsed(der.toByteArray()));
    }
    if (chain.isEmpty()) {
      throw new IOException("gate " + code + " was not enrolled: " + answer);
    }
    return new GateIdentity(code, keys.getPrivate(), chain, authority);
  }

  /** Hangs up without a goodbye in TLS: that would wait until the centre has said its own. */
  private static Envelope asked(int port, X509Certificate authority, Envelope.Builder question)
      throws IOException, GeneralSecurityException {
    var factory = Trusting.only(authority).getSocketFactory();
    try (var plain = new Socket("127.0.0.1", port)) {
      plain.setTcpNoDelay(true);
      var socket = factory.createSocket(plain, SERVER_NAME, port, false);
      socket.getOutputStream().write(new FrameWriter().frame(question));
      var in = new DataInputStream(socket.getInputStream());
      return Envelope.parseFrom(in.readNBytes(in.readInt()));
    }
  }

  private static ByteString request(String code, java.security.KeyPair keys) throws IOException {
    try {
      return ByteString.copyFrom(
          new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + code), keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded());
    } catch (OperatorCreationException e) {
      throw new IOException(e);
    }
  }

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    String begin = "-----BEGIN CERTIFICATE-----";
    return parsed(
        pem.substring(pem.indexOf(begin)).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static X509Certificate parsed(byte[] bytes) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  /** For one connection: a gate that comes back has forgotten the last one's session. */
  SslContext client() throws IOException {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols(TLS)
        .keyManager(new ShownIdentity(key, chain.toArray(X509Certificate[]::new)))
        .trustManager(authority)
        .build();
  }

  /** The same handshake at the other end, with the centre's own identity. */
  static SslContext server(Path identity, Path authority) throws IOException {
    return SslContextBuilder.forServer(identity.toFile(), identity.toFile())
        .sslProvider(SslProvider.JDK)
        .protocols(TLS)
        .trustManager(authority.toFile())
        .clientAuth(io.netty.handler.ssl.ClientAuth.REQUIRE)
        .build();
  }
}
