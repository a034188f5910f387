package org.shanmen.central.gatelink;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.RevocationWord;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Revocation;

/**
 * The park's own certificate authority: EC P-256, made on the first start, kept in the directory
 * {@code ca} of the centre's data. Whoever can read that directory can pose as the centre.
 *
 * <p>Thread-safe. Opening blocks; signing takes about a millisecond.
 */
public final class Ca {
  /** The name that gates expect in the centre's certificate, whatever its address is. */
  public static final String SERVER_NAME = "centre.shanmen.internal";

  /** Hexadecimal characters of the CA's fingerprint in an enrolment code. */
  public static final int FINGERPRINT_CHARACTERS = 32;

  private static final Duration CA_LIFE = Duration.ofDays(20 * 365);
  private static final Duration CERTIFICATE_LIFE = Duration.ofDays(2 * 365);
  private static final Duration RENEW_BEFORE = Duration.ofDays(180);
  // A gate's clock may be a little behind.
  private static final Duration BACKDATED = Duration.ofHours(24);

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private PrivateFile.Identity authority;
  private PrivateFile.Identity server;

  private Ca(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Reads the CA and the centre's own certificate, or makes what is not there yet. The centre's
   * certificate is renewed when it is within half a year of its end.
   *
   * @throws IOException if a file cannot be read or written; a damaged CA is never replaced,
   *     because every gate trusts it
   */
  public static Ca open(Path directory, InstantSource clock) throws IOException {
    var ca = new Ca(clock);
    PrivateFile.directory(directory);
    ca.authority = ca.readOrMake(directory.resolve("authority.pem"), ca::newAuthority);
    ca.server = ca.readOrMake(directory.resolve("centre.pem"), ca::newServer);
    var end = ca.server.certificate().getNotAfter().toInstant();
    if (end.isBefore(clock.instant().plus(RENEW_BEFORE))) {
      ca.server = ca.make(directory.resolve("centre.pem"), ca::newServer);
    }
    return ca;
  }

  /** The CA's own certificate. */
  public X509Certificate certificate() {
    return authority.certificate();
  }

  /**
   * What a gate must know to trust this CA at its first connection: the first {@value
   * #FINGERPRINT_CHARACTERS} hexadecimal characters of the SHA-256 of its certificate.
   */
  public String fingerprint() {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var hex = HexFormat.of().formatHex(sha.digest(certificate().getEncoded()));
      return hex.substring(0, FINGERPRINT_CHARACTERS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The centre's own key and certificate, with the CA's behind it. */
  PrivateFile.Identity server() {
    return server;
  }

  /** The park's word that this certificate of a gate is worth nothing any more. */
  Refusal revocation(String gate, String serial, String why) {
    var word = Revocation.newBuilder().setGate(gate).setSerial(serial).build();
    return Refusal.newBuilder()
        .setCause(Refusal.Cause.REVOKED_GATE)
        .setText(why)
        .setRevocation(word.toByteString())
        .setRevocationSignature(ByteString.copyFrom(RevocationWord.sign(word, authority.key())))
        .build();
  }

  /** How a certificate is named in the database. */
  static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }

  /** A gate's code as its certificate has it; empty if it has none. */
  static String gateOf(X509Certificate certificate) {
    var name =
        org.bouncycastle.asn1.x500.X500Name.getInstance(
            certificate.getSubjectX500Principal().getEncoded());
    var common = name.getRDNs(BCStyle.CN);
    return common.length == 0 ? "" : common[0].getFirst().getValue().toString();
  }

  /**
   * Signs a gate's certificate.
   *
   * @param gate its code; whatever name the request bears is ignored
   * @param request PKCS#10, DER, from the network
   */
  Decoded<X509Certificate> issue(String gate, byte[] request) {
    if (request.length > Limits.CERTIFICATE_REQUEST_BYTES) {
      return new Decoded.Malformed<>(
          "a certificate request of %d bytes: expected at most %d"
              .formatted(request.length, Limits.CERTIFICATE_REQUEST_BYTES));
    }
    PublicKey key;
    try {
      var pkcs10 = new JcaPKCS10CertificationRequest(request);
      key = pkcs10.getPublicKey();
      // First, because the signature of a strange key may take as long as a stranger likes.
      if (!(key instanceof ECPublicKey ec) || ec.getParams().getOrder().bitLength() != 256) {
        return new Decoded.Malformed<>("the certificate request's key is not of EC P-256");
      }
      var verifier = new JcaContentVerifierProviderBuilder().build(key);
      if (!pkcs10.isSignatureValid(verifier)) {
        return new Decoded.Malformed<>("the certificate request is not signed by its own key");
      }
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | RuntimeException e) {
      return new Decoded.Malformed<>("no PKCS#10 certificate request: " + e.getMessage());
    }
    try {
      return new Decoded.Ok<>(sign(gate, key, CERTIFICATE_LIFE, authority, Purpose.GATE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private enum Purpose {
    AUTHORITY,
    CENTRE,
    GATE
  }

  @FunctionalInterface
  private interface Making {
    PrivateFile.Identity make() throws GeneralSecurityException;
  }

  private PrivateFile.Identity readOrMake(Path file, Making making) throws IOException {
    if (!Files.exists(file)) {
      return make(file, making);
    }
    try {
      return PrivateFile.read(file);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new IOException(
          file + " cannot be read (" + e.getMessage() + "): restore it from a backup", e);
    }
  }

  private PrivateFile.Identity make(Path file, Making making) throws IOException {
    try {
      var identity = making.make();
      PrivateFile.write(file, identity);
      return identity;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private PrivateFile.Identity newAuthority() throws GeneralSecurityException {
    var keys = newKeys();
    var self = new PrivateFile.Identity(keys.getPrivate(), List.of());
    var certificate = sign("Shanmen park CA", keys.getPublic(), CA_LIFE, self, Purpose.AUTHORITY);
    return new PrivateFile.Identity(keys.getPrivate(), List.of(certificate));
  }

  private PrivateFile.Identity newServer() throws GeneralSecurityException {
    var keys = newKeys();
    var certificate =
        sign(SERVER_NAME, keys.getPublic(), CERTIFICATE_LIFE, authority, Purpose.CENTRE);
    return new PrivateFile.Identity(keys.getPrivate(), List.of(certificate, certificate()));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate sign(
      String name, PublicKey key, Duration life, PrivateFile.Identity issuer, Purpose purpose)
      throws GeneralSecurityException {
    var subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    var issuerName =
        purpose == Purpose.AUTHORITY
            ? subject
            : org.bouncycastle.asn1.x500.X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
    var now = clock.instant();
    X509v3CertificateBuilder certificate =
        new JcaX509v3CertificateBuilder(
            issuerName,
            new BigInteger(127, random),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(life)),
            subject,
            key);
    try {
      add(
          certificate,
          Extension.basicConstraints,
          new BasicConstraints(purpose == Purpose.AUTHORITY));
      switch (purpose) {
        case AUTHORITY ->
            add(
                certificate,
                Extension.keyUsage,
                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        case CENTRE -> {
          add(
              certificate,
              Extension.extendedKeyUsage,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
          certificate.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(
                  new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, SERVER_NAME),
                    new GeneralName(GeneralName.dNSName, "localhost")
                  }));
        }
        case GATE ->
            add(
                certificate,
                Extension.extendedKeyUsage,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key());
      return new JcaX509CertificateConverter().getCertificate(certificate.build(signer));
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static void add(
      X509v3CertificateBuilder certificate, ASN1ObjectIdentifier what, ASN1Encodable value)
      throws IOException {
    certificate.addExtension(what, true, value);
  }
}
