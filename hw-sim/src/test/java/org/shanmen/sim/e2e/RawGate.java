package org.shanmen.sim.e2e;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.shanmen.protocol.wire.Envelope;

/** A connection to the centre's gate port that says whatever a test wants. It trusts everybody. */
final class RawGate implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
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

  static RawGate withoutCertificate(int port) throws Exception {
    return connect(port, null);
  }

  /**
   * @param store PKCS#12 with key and certificate, password changeit
   */
  static RawGate withCertificate(int port, Path store) throws Exception {
    var keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, STORE_PASSWORD);
    return connect(port, factory.getKeyManagers());
  }

  private static RawGate connect(int port, KeyManager[] keys)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(keys, new TrustManager[] {new TrustsEverybody()}, new SecureRandom());
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("centre.shanmen.internal")));
    socket.setSSLParameters(parameters);
    return new RawGate(socket);
  }

  /** Sends one message in its frame; it gets the next number. */
  void send(Envelope.Builder message) throws IOException {
    sendBytes(message.setNumber(++number).build().toByteArray());
  }

  /** Sends any bytes in a frame. */
  void sendBytes(byte[] body) throws IOException {
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }

  /** Sends bytes as they are. */
  void sendUnframed(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** The next message; empty when the other side has closed, or refused the handshake. */
  Optional<Envelope> receive() {
    try {
      byte[] body = new byte[in.readInt()];
      in.readFully(body);
      return Optional.of(Envelope.parseFrom(body));
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the centre neither answered nor closed", e);
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
