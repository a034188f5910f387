package org.shanmen.central.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hashes: argon2id, 19 MiB, two passes, in the usual text form, so that stronger settings
 * can come later. One takes about 50 ms: never on an event loop.
 */
final class Passwords {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  private final SecureRandom random = new SecureRandom();

  // Compared with when there is no such person, so that the answer takes as long.
  private final String nobody = hash("nobody");

  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, 1, HASH_BYTES);
    var encoder = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(MEMORY_KIB, PASSES, encoder.encodeToString(salt), encoder.encodeToString(hash));
  }

  /**
   * Whether the password is the one that was hashed.
   *
   * @throws IllegalArgumentException if the hash is not one of ours: the database is damaged
   */
  boolean matches(String password, String stored) {
    var form = FORM.matcher(stored);
    if (!form.matches()) {
      throw new IllegalArgumentException("a stored password hash is not an argon2id hash");
    }
    var decoder = Base64.getDecoder();
    byte[] expected = decoder.decode(form.group(5));
    byte[] actual =
        argon2id(
            password,
            decoder.decode(form.group(4)),
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3)),
            expected.length);
    return MessageDigest.isEqual(expected, actual);
  }

  /** Takes as long as {@link #matches}, for a person that there is not. Always false. */
  boolean matchesNobody(String password) {
    boolean unused = matches(password, nobody);
    return false;
  }

  private static byte[] argon2id(
      String password, byte[] salt, int memoryKib, int passes, int lanes, int bytes) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[bytes];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
