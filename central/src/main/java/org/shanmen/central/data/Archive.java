package org.shanmen.central.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup that is read. Blocks; not thread-safe. */
public final class Archive implements Closeable {
  private static final int MANIFEST_BYTES = 16 * 1024 * 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ZipFile zip;
  private final Manifest manifest;

  private Archive(ZipFile zip, Manifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens a backup and reads what it says of itself, no more.
   *
   * @throws IOException if it is none
   */
  public static Archive open(Path file) throws IOException {
    try {
      var zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
      try {
        return new Archive(zip, manifest(zip));
      } catch (IOException | RuntimeException e) {
        zip.close();
        throw e;
      }
    } catch (ZipException e) {
      throw new IOException(
          "%1$s is no backup, or it was cut short / %1$s 不是备份文件,或已不完整: %2$s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Manifest manifest(ZipFile zip) throws IOException {
    var entry = zip.getEntry(Backup.MANIFEST);
    if (entry == null) {
      throw new IOException(
          "no manifest.json in it: this is no backup / 其中没有 manifest.json,不是备份文件");
    }
    try (var in = zip.getInputStream(entry)) {
      return Manifest.of(new String(in.readNBytes(MANIFEST_BYTES), StandardCharsets.UTF_8));
    }
  }

  Manifest manifest() {
    return manifest;
  }

  /** One sentence about it, in both languages. */
  public String summary() {
    return "%s, %s: %d tables, %d rows, %d files; schema %s, made by %s on PostgreSQL %s / 备份:%s,%s,%d 张表 %d 行,%d 个文件"
        .formatted(
            manifest.park(),
            manifest.madeAt(),
            manifest.tables().size(),
            manifest.rows(),
            manifest.files().size(),
            manifest.schema(),
            manifest.program(),
            manifest.server(),
            manifest.park(),
            manifest.madeAt(),
            manifest.tables().size(),
            manifest.rows(),
            manifest.files().size());
  }

  InputStream table(String name) throws IOException {
    return entry(Backup.TABLES + name);
  }

  InputStream file(String path) throws IOException {
    return entry(Backup.FILES + path);
  }

  private InputStream entry(String name) throws IOException {
    var entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("%1$s is missing / 缺少 %1$s".formatted(name));
    }
    return zip.getInputStream(entry);
  }

  /** Reads all of it, and says what is not as the manifest has it; empty if it is whole. */
  public List<String> verify() {
    var findings = new ArrayList<String>();
    manifest
        .tables()
        .forEach((name, table) -> look(Backup.TABLES + name, table.content(), findings));
    manifest
        .files()
        .forEach((path, sha) -> look(Backup.FILES + path, new Content(-1, sha), findings));
    var told = new HashSet<String>(Set.of(Backup.MANIFEST));
    manifest.tables().keySet().forEach(name -> told.add(Backup.TABLES + name));
    manifest.files().keySet().forEach(path -> told.add(Backup.FILES + path));
    zip.stream()
        .map(entry -> entry.getName())
        .filter(name -> !told.contains(name))
        .forEach(
            name ->
                findings.add(
                    "%1$s is in it, and the manifest does not know of it / 清单中没有 %1$s"
                        .formatted(name)));
    return findings;
  }

  /** Looks at one entry; a file's lines are not counted. */
  private void look(String name, Content expected, List<String> findings) {
    try (var in = entry(name)) {
      var digest = Sha256.digest();
      long lines = 0;
      var buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        for (int i = 0; i < count; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
      boolean counted = expected.rows() < 0 || expected.rows() == lines;
      if (!Sha256.text(digest).equals(expected.sha256())) {
        findings.add("%1$s is not what was saved / %1$s 的内容已改变".formatted(name));
      } else if (!counted) {
        findings.add(
            "%1$s: %2$d rows, the manifest says %3$d / %1$s 有 %2$d 行,清单为 %3$d 行"
                .formatted(name, lines, expected.rows()));
      }
    } catch (IOException e) {
      findings.add("%1$s cannot be read / 无法读取 %1$s: %2$s".formatted(name, e.getMessage()));
    }
  }

  /**
   * @throws IOException telling every finding, if it is not whole
   */
  void requireWhole() throws IOException {
    var findings = verify();
    if (!findings.isEmpty()) {
      throw new IOException(
          findings.stream()
              .collect(
                  Collectors.joining(
                      "\n", "the backup is damaged, nothing was restored / 备份已损坏,未恢复:\n", "")));
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
