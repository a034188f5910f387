package org.shanmen.central.gatelink;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A private key and its certificates in one PEM file that only its owner reads: one file, so that a
 * crash leaves both or neither. Blocks.
 */
final class PrivateFile {
  /**
   * @param chain the key's own certificate first
   */
  record Identity(PrivateKey key, List<X509Certificate> chain) {
    X509Certificate certificate() {
      return chain.get(0);
    }
  }

  private PrivateFile() {}

  /** Makes a directory that only its owner enters. */
  static void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  static Identity read(Path file) throws IOException, GeneralSecurityException {
    PrivateKey key = null;
    var chain = new ArrayList<X509Certificate>();
    var certificates = CertificateFactory.getInstance("X.509");
    try (var pem = new PemReader(new StringReader(Files.readString(file)))) {
      for (var object = pem.readPemObject(); object != null; object = pem.readPemObject()) {
        if (object.getType().equals("PRIVATE KEY")) {
          var spec = new PKCS8EncodedKeySpec(object.getContent());
          key = KeyFactory.getInstance("EC").generatePrivate(spec);
        } else {
          var der = new java.io.ByteArrayInputStream(object.getContent());
          chain.add((X509Certificate) certificates.generateCertificate(der));
        }
      }
    }
    if (key == null || chain.isEmpty()) {
      throw new GeneralSecurityException("a private key and a certificate were expected");
    }
    return new Identity(key, List.copyOf(chain));
  }

  /** Replaces the file in one step, power-safe. */
  static void write(Path file, Identity identity) throws IOException, GeneralSecurityException {
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var out = FileChannel.open(temporary, options, mode)) {
      var bytes = ByteBuffer.wrap(pem(identity).getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    try (var directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  static String pem(Identity identity) throws GeneralSecurityException {
    return pem("PRIVATE KEY", identity.key().getEncoded()) + pem(identity.chain());
  }

  static String pem(List<X509Certificate> chain) throws GeneralSecurityException {
    var text = new StringBuilder();
    for (var certificate : chain) {
      text.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return text.toString();
  }

  static String pem(String type, byte[] content) {
    var text = new StringWriter();
    try (var pem = new PemWriter(text)) {
      pem.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return text.toString();
  }
}
