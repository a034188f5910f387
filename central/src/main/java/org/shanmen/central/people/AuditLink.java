package org.shanmen.central.people;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import org.shanmen.central.db.tables.tables.records.AuditRecord;

/**
 * What is hashed of an audit entry (ADR 25). Numbers are big-endian, texts UTF-8 behind their
 * length in 4 bytes.
 *
 * <pre>
 *  digest = SHA-256( salt 16 | actor | subject | detail | address )
 *  hash   = SHA-256( hash before 32 | position 8 | id 8 | time 8 | action | digest 32 )
 * </pre>
 *
 * <p>The time is in microseconds of Unix time, as PostgreSQL keeps it. Before the first entry the
 * hash is 32 zeros. Texts can be erased without breaking the chain, since only their digest is in
 * it.
 */
final class AuditLink {
  static final int HASH_BYTES = 32;

  private static final long MICROS = 1_000_000;

  private AuditLink() {}

  /**
   * Of an entry whose texts are there.
   *
   * @throws IllegalArgumentException if they were erased
   */
  static byte[] digest(AuditRecord row) {
    if (row.getSalt() == null) {
      throw new IllegalArgumentException("entry " + row.getId() + " was erased");
    }
    return digest(
        row.getSalt(), row.getActor(), row.getSubject(), row.getDetail(), row.getAddress());
  }

  private static byte[] digest(UUID salt, String... texts) {
    return hash(
        out -> {
          out.writeLong(salt.getMostSignificantBits());
          out.writeLong(salt.getLeastSignificantBits());
          for (String text : texts) {
            write(out, text);
          }
        });
  }

  static byte[] hash(
      byte[] before, long position, long id, Instant at, String action, byte[] digest) {
    return hash(
        out -> {
          out.write(before);
          out.writeLong(position);
          out.writeLong(id);
          out.writeLong(at.getEpochSecond() * MICROS + at.getNano() / 1000);
          write(out, action);
          out.write(digest);
        });
  }

  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] hash(Content content) {
    var bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(new DataOutputStream(bytes));
      return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
