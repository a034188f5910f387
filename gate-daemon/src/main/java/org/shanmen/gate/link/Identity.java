package org.shanmen.gate.link;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.shanmen.gate.DurableFile;

/**
 * Who this gate is to the centre: its key, and the certificates that the park's CA gave it. Lies in
 * {@code identity.pem}, readable by the service user only; the key never leaves the gate.
 *
 * @param chain the gate's own certificate, then the CA's
 * @param enrolledWith mark of the code that it was enrolled with
 */
record Identity(PrivateKey key, List<X509Certificate> chain, String enrolledWith) {
  private static final String FILE = "identity.pem";
  private static final String ENROLLED_WITH = "enrolled-with ";

  X509Certificate certificate() {
    return chain.get(0);
  }

  X509Certificate authority() {
    return chain.get(chain.size() - 1);
  }

  /**
   * Takes what the centre answered to an enrolment.
   *
   * @throws GeneralSecurityException if the certificates are not for these keys or not from the CA
   *     that the code names
   */
  static Identity of(KeyPair keys, List<X509Certificate> chain, EnrolmentCode code)
      throws GeneralSecurityException {
    if (chain.size() != 2) {
      throw new GeneralSecurityException(chain.size() + " certificates: expected 2");
    }
    if (!chain.get(0).getPublicKey().equals(keys.getPublic())) {
      throw new GeneralSecurityException("the certificate is for another key");
    }
    if (!code.names(chain.get(1))) {
      throw new GeneralSecurityException("the CA is not the one that the enrolment code names");
    }
    chain.get(0).verify(chain.get(1).getPublicKey());
    return new Identity(keys.getPrivate(), List.copyOf(chain), code.mark());
  }

  /**
   * Takes what the centre answered to a request for renewal.
   *
   * @throws GeneralSecurityException if the certificates are not for these keys or not from the CA
   *     that this gate trusts
   */
  Identity renewed(KeyPair keys, List<X509Certificate> newChain) throws GeneralSecurityException {
    if (newChain.size() != 2 || !newChain.get(1).equals(authority())) {
      throw new GeneralSecurityException("not from the CA that this gate trusts");
    }
    if (!newChain.get(0).getPublicKey().equals(keys.getPublic())) {
      throw new GeneralSecurityException("the certificate is for another key");
    }
    newChain.get(0).verify(authority().getPublicKey());
    return new Identity(keys.getPrivate(), List.copyOf(newChain), enrolledWith);
  }

  /** Whether the certificate ends so soon that it is time for another. */
  boolean endsBefore(Instant moment) {
    return certificate().getNotAfter().toInstant().isBefore(moment);
  }

  /** Removes what {@link #write} wrote; durable when it returns. */
  static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
    DurableFile.forceDirectory(directory);
  }

  /**
   * Empty if the gate was never enrolled.
   *
   * @throws IOException if there is an identity, but it is damaged
   */
  static Optional<Identity> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    PrivateKey key = null;
    var chain = new ArrayList<X509Certificate>();
    try (var parser = new PEMParser(new StringReader(text))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        if (part instanceof PrivateKeyInfo info) {
          key = new JcaPEMKeyConverter().getPrivateKey(info);
        } else if (part instanceof X509CertificateHolder holder) {
          chain.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IOException(file + " is damaged", e);
    }
    if (key == null || chain.size() != 2) {
      throw new IOException(file + " is damaged: expected a key and two certificates");
    }
    String mark = text.lines().findFirst().orElse("").replace(ENROLLED_WITH, "");
    return Optional.of(new Identity(key, List.copyOf(chain), mark));
  }

  /** Durable when it returns. */
  void write(Path directory) throws IOException {
    var text = new StringWriter();
    text.write(ENROLLED_WITH + enrolledWith + "\n");
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(new JcaPKCS8Generator(key, null));
      for (var certificate : chain) {
        pem.writeObject(certificate);
      }
    }
    DurableFile.replace(
        directory.resolve(FILE), text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return certificate().getSubjectX500Principal().toString();
  }
}
