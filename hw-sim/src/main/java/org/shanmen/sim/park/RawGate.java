package org.shanmen.sim.park;

import com.google.protobuf.ByteString;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Enrolled;
import org.shanmen.protocol.wire.Envelope;

/**
 * A connection to the centre's gate port that says whatever it is told to. It trusts everybody. One
 * thread.
 */
public final class RawGate implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private long number;

  private RawGate(SSLSocket socket) throws IOException {
    this.socket = socket;
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** What a gate shows of itself. */
  public record Identity(List<KeyManager> keys) {}

  public static RawGate withoutCertificate(int port) throws IOException {
    return connect(port, null);
  }

  public static RawGate as(Identity identity, int port) throws IOException {
    return connect(port, identity.keys().toArray(KeyManager[]::new));
  }

  /**
   * Enrols as a gate does.
   *
   * @return empty if the centre refuses the secret
   */
  public static Optional<Identity> enrol(int port, String gate, String secret) throws IOException {
    try (var connection = withoutCertificate(port)) {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      var request =
          new JcaPKCS10CertificationRequestBuilder(
                  new X500Principal("CN=" + gate), keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      connection.send(
          Envelope.newBuilder()
              .setEnrol(
                  Enrol.newBuilder()
                      .setProtocolVersion(Frames.PROTOCOL_VERSION)
                      .setGate(gate)
                      .setSecret(secret)
                      .setCertificateRequest(ByteString.copyFrom(request.getEncoded()))));
      var answer = connection.receive();
      return answer.isPresent() && answer.get().hasEnrolled()
          ? Optional.of(identity(keys, answer.get().getEnrolled()))
          : Optional.empty();
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make EC P-256 keys", e);
    }
  }

  private static Identity identity(KeyPair keys, Enrolled enrolled)
      throws GeneralSecurityException, IOException {
    var factory = CertificateFactory.getInstance("X.509");
    var chain = new ArrayList<Certificate>();
    for (ByteString der : enrolled.getCertificateChainList()) {
      chain.add(factory.generateCertificate(der.newInput()));
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("gate", keys.getPrivate(), STORE_PASSWORD, chain.toArray(Certificate[]::new));
    return new Identity(List.of(keyManagers(store)));
  }

  private static KeyManager[] keyManagers(KeyStore store) throws GeneralSecurityException {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, STORE_PASSWORD);
    return factory.getKeyManagers();
  }

  /**
   * @param store PKCS#12 with key and certificate, password changeit
   */
  public static RawGate withCertificate(int port, Path store) throws IOException {
    try {
      return connect(port, keyManagers(KeyStore.getInstance(store.toFile(), STORE_PASSWORD)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(store + " holds no key", e);
    }
  }

  private static RawGate connect(int port, KeyManager[] keys) throws IOException {
    SSLSocket socket;
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(keys, new TrustManager[] {new TrustsEverybody()}, new SecureRandom());
      socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS 1.3", e);
    }
    socket.setSoTimeout(PATIENCE_MILLIS);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("centre.shanmen.internal")));
    socket.setSSLParameters(parameters);
    return new RawGate(socket);
  }

  /** Sends one message in its frame; it gets the next number. */
  public void send(Envelope.Builder message) throws IOException {
    sendBytes(message.setNumber(++number).build().toByteArray());
  }

  /** Sends any bytes in a frame. */
  public void sendBytes(byte[] body) throws IOException {
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }

  /** Sends bytes as they are. */
  public void sendUnframed(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** The next message; empty when the other side has closed, or refused the handshake. */
  public Optional<Envelope> receive() {
    try {
      byte[] body = new byte[in.readInt()];
      in.readFully(body);
      return Optional.of(Envelope.parseFrom(body));
    } catch (java.net.SocketTimeoutException e) {
      throw new IllegalStateException("the centre neither answered nor closed", e);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class TrustsEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
