package org.shanmen.gate.link;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How the gate makes sure that it talks to its own centre: TLS 1.3 only, a certificate for {@value
 * #SERVER_NAME} whatever the address, from the park's own CA and no other.
 */
final class Trust {
  static final String SERVER_NAME = "centre.shanmen.internal";

  private Trust() {}

  /** For an enrolled gate: both sides show certificates. */
  static SslContext enrolled(Identity identity) throws SSLException {
    return common()
        .trustManager(identity.authority())
        .keyManager(identity.key(), identity.chain())
        .build();
  }

  /** For the first connection: the code in the technician's hand tells which CA to trust. */
  static SslContext enrolling(EnrolmentCode code) throws SSLException {
    return common().trustManager(new NamedAuthority(code)).build();
  }

  private static SslContextBuilder common() {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3")
        .endpointIdentificationAlgorithm("HTTPS");
  }

  /** Ordinary verification, with the CA that has the code's fingerprint as the only anchor. */
  private static final class NamedAuthority extends X509ExtendedTrustManager {
    private final EnrolmentCode code;

    NamedAuthority(EnrolmentCode code) {
      this.code = code;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      var authority =
          Arrays.stream(chain)
              .filter(code::names)
              .findFirst()
              .orElseThrow(
                  () ->
                      new CertificateException(
                          "the centre does not show the CA that the enrolment code names"));
      trusting(authority).checkServerTrusted(chain, type, engine);
    }

    private static X509ExtendedTrustManager trusting(X509Certificate authority)
        throws CertificateException {
      try {
        var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        anchors.setCertificateEntry("park", authority);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
      } catch (GeneralSecurityException | IOException e) {
        throw new CertificateException(e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("only engines are used here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("only engines are used here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("a gate is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("a gate is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("a gate is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
