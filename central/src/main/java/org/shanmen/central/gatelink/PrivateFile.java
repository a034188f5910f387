package org.shanmen.central.gatelink;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(PrivateFile.class);

  private PrivateFile() {}

  /** Makes a directory that only its owner enters. */
  static void directory(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * Reads a file, after it took the permissions of others away from it.
   *
   * @throws IOException if that is not possible: the file is another user's
   */
  static Identity read(Path file) throws IOException, GeneralSecurityException {
    keepFromOthers(file);
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

  private static void keepFromOthers(Path file) throws IOException {
    var own = PosixFilePermissions.fromString("rwx------");
    var permissions = Files.getPosixFilePermissions(file);
    if (own.containsAll(permissions)) {
      return;
    }
    try {
      permissions.retainAll(own);
      Files.setPosixFilePermissions(file, permissions);
    } catch (FileSystemException e) {
      throw new IOException(
          "其他用户可以读取密钥文件 %1$s,且无法收回权限:请执行 chown <服务用户> %1$s && chmod 600 %1$s / others can read the key in %1$s and that cannot be changed: chown SERVICE-USER %1$s && chmod 600 %1$s"
              .formatted(file),
          e);
    }
    log.warn(
        "其他用户曾可读取密钥文件 {} / others than the service user could read {}; they no longer can",
        file,
        file);
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
