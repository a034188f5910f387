package org.shanmen.sim.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS of somebody who has no certificate yet and trusts one CA. */
final class Trusting {
  private Trusting() {}

  static SSLContext only(X509Certificate authority) throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("park", authority);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance(GateIdentity.TLS);
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
