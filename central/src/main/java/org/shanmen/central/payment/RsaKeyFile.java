package org.shanmen.central.payment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.protocol.conf.ReadableByAll;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RSA keys in files that centre.conf names, as providers hand them out: PEM, or Base64 alone. */
final class RsaKeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(RsaKeyFile.class);

  private RsaKeyFile() {}

  /** PKCS 8; null and a mistake noted if the file holds none. Warns if others can read it. */
  static PrivateKey privateKey(ConfigReader reader, String key) {
    String file = reader.string(key);
    if (file.isEmpty()) {
      return null;
    }
    try {
      var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file)));
      ReadableByAll.warning(file, mode).ifPresent(LOG::warn);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes(file)));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      reader.mistake(key, "expected a file with an RSA private key (PKCS 8, PEM) / 应为 RSA 私钥文件");
      return null;
    }
  }

  /** X.509; null and a mistake noted if the file holds none. */
  static PublicKey publicKey(ConfigReader reader, String key) {
    String file = reader.string(key);
    if (file.isEmpty()) {
      return null;
    }
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes(file)));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      reader.mistake(key, "expected a file with an RSA public key (PEM) / 应为 RSA 公钥文件");
      return null;
    }
  }

  /** Whether they are the halves of one pair; false if either is missing. */
  static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
    return privateKey instanceof RSAPrivateKey own
        && publicKey instanceof RSAPublicKey shown
        && own.getModulus().equals(shown.getModulus());
  }

  /** An {@link InvalidPathException} is an IllegalArgumentException too. */
  private static byte[] bytes(String file) throws IOException {
    String text = Files.readString(Path.of(file));
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }
}
