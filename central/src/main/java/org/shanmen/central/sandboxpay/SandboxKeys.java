package org.shanmen.central.sandboxpay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What the sandbox signs with, and what merchants show it.
 *
 * @param publicKey Base64 of the X.509 form
 * @param secret of the merchant
 */
record SandboxKeys(PrivateKey privateKey, String publicKey, String secret) {
  /** New ones, kept nowhere. */
  static SandboxKeys draw() {
    try {
      return of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), drawSecret());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  /** Those of a file that only its owner reads, which is made if there is none. */
  static SandboxKeys keptIn(Path file) throws IOException {
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      var lines = Files.readAllLines(file);
      var keys = KeyFactory.getInstance("Ed25519");
      return of(
          new KeyPair(
              keys.generatePublic(new X509EncodedKeySpec(bytes(lines.get(1)))),
              keys.generatePrivate(new PKCS8EncodedKeySpec(bytes(lines.get(0))))),
          lines.get(2));
    } catch (GeneralSecurityException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException(file + " holds no keys of a sandbox: delete it / 密钥文件损坏,请删除", e);
    }
  }

  private static void write(Path file) throws IOException, GeneralSecurityException {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.createDirectories(file.toAbsolutePath().getParent());
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      var lines =
          List.of(
              text(pair.getPrivate().getEncoded()),
              text(pair.getPublic().getEncoded()),
              drawSecret());
      out.write(StandardCharsets.US_ASCII.encode(String.join("\n", lines) + "\n"));
    }
  }

  /** Over the time, a nonce and the body, each with a line feed, as WeChat Pay does. */
  String sign(String timestamp, String nonce, String body) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey);
      signature.update(
          (timestamp + '\n' + nonce + '\n' + body + '\n').getBytes(StandardCharsets.UTF_8));
      return text(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was made for this", e);
    }
  }

  private static SandboxKeys of(KeyPair pair, String secret) {
    return new SandboxKeys(pair.getPrivate(), text(pair.getPublic().getEncoded()), secret);
  }

  private static String drawSecret() {
    byte[] drawn = new byte[16];
    new SecureRandom().nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return Base64.getDecoder().decode(text);
  }
}
