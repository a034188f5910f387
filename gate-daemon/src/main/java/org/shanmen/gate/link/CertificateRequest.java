package org.shanmen.gate.link;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A fresh EC P-256 key and the PKCS#10 request for it.
 *
 * @param der the request
 */
@SuppressWarnings("ArrayRecordComponent")
record CertificateRequest(KeyPair keys, byte[] der) {
  static CertificateRequest of(String gateId) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      var request =
          new JcaPKCS10CertificationRequestBuilder(
                  new X500Principal("CN=" + gateId), keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      return new CertificateRequest(keys, request.getEncoded());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("this Java cannot make EC P-256 keys", e);
    }
  }
}
