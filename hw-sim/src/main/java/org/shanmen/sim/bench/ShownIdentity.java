package org.shanmen.sim.bench;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows one certificate to whoever asks. A key store in memory would encrypt the key with a
 * password first, which takes longer than the handshake that is to be measured: 45 ms.
 */
final class ShownIdentity extends X509ExtendedKeyManager {
  private static final String ONLY = "only";

  private final PrivateKey key;
  private final X509Certificate[] chain;

  ShownIdentity(PrivateKey key, X509Certificate... chain) {
    this.key = key;
    this.chain = chain;
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return ONLY;
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return ONLY;
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return new String[] {ONLY};
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
