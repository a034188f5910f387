package org.shanmen.central.gatelink;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS 1.3 as gates speak it: both sides with certificates of the park's CA. */
final class GateTls {
  private GateTls() {}

  static NetServerOptions options(Ca ca, GateLinkSettings settings) {
    try {
      var identity = ca.server();
      var options = new NetServerOptions().setHost(settings.host()).setPort(settings.port());
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .addKeyValue(
                      Buffer.buffer(PrivateFile.pem("PRIVATE KEY", identity.key().getEncoded())))
                  .addCertValue(Buffer.buffer(PrivateFile.pem(identity.chain()))))
          .setTrustOptions(
              new PemTrustOptions()
                  .addCertValue(Buffer.buffer(PrivateFile.pem(List.of(ca.certificate())))))
          // A gate that enrols has no certificate yet; one that has a foreign one is not let in.
          .setClientAuth(ClientAuth.REQUEST)
          // A handshake takes some 3 ms of a core: on the loop, those who come back at one instant
          // would hold up everybody who is connected.
          .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
          .setSslHandshakeTimeout(Limits.HANDSHAKE_MILLIS)
          .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
          .setTcpNoDelay(true);
      return options;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the peer has shown; empty if nothing. */
  static Optional<X509Certificate> certificate(NetSocket socket) {
    try {
      var chain = socket.sslSession().getPeerCertificates();
      return Optional.of((X509Certificate) chain[0]);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
