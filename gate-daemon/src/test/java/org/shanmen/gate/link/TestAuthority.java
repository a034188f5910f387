package org.shanmen.gate.link;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.shanmen.protocol.RevocationWord;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Revocation;

/** A park's CA for tests, with a centre's certificate from it. */
final class TestAuthority {
  final X509Certificate certificate;
  private final KeyPair keys;
  private final SSLContext tls;

  /**
   * @param serverName in the centre's certificate
   */
  TestAuthority(String serverName) {
    try {
      keys = newKeys();
      certificate = sign("CN=park CA", "CN=park CA", keys.getPublic(), true, null);
      var serverKeys = newKeys();
      var server = sign("CN=park CA", "CN=centre", serverKeys.getPublic(), false, serverName);
      tls = context(serverKeys, server);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  SSLContext tls() {
    return tls;
  }

  String fingerprint() {
    return Sha256.of(certificate).substring(0, 32);
  }

  X509Certificate issue(String gate, byte[] request) throws Exception {
    var pkcs10 = new JcaPKCS10CertificationRequest(request);
    return sign("CN=park CA", "CN=" + gate, pkcs10.getPublicKey(), false, null);
  }

  /** The park's word that a gate is one of its gates no more. */
  Refusal.Builder revocation(String gate, X509Certificate certificate) {
    var word =
        Revocation.newBuilder()
            .setGate(gate)
            .setSerial(certificate.getSerialNumber().toString(16))
            .build();
    return Refusal.newBuilder()
        .setCause(Refusal.Cause.REVOKED_GATE)
        .setText("revoked")
        .setRevocation(word.toByteString())
        .setRevocationSignature(ByteString.copyFrom(RevocationWord.sign(word, keys.getPrivate())));
  }

  private SSLContext context(KeyPair serverKeys, X509Certificate server) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "centre",
        serverKeys.getPrivate(),
        new char[0],
        new X509Certificate[] {server, certificate});
    var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(store, new char[0]);
    var anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("park", certificate);
    var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(anchors);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(
        keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), new SecureRandom());
    return context;
  }

  private X509Certificate sign(
      String issuer, String subject, PublicKey key, boolean authority, String serverName)
      throws Exception {
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            new BigInteger(100, new SecureRandom()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(1))),
            new X500Name(subject),
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (serverName != null) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, serverName)));
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
