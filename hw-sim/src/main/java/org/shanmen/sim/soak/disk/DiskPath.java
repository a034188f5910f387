package org.shanmen.sim.soak.disk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;

/** A path on a simulated disk: words of the machine's own paths, but another disk's. */
final class DiskPath implements Path {
  private final DiskFileSystem fileSystem;
  private final Path words;

  DiskPath(DiskFileSystem fileSystem, Path words) {
    this.fileSystem = fileSystem;
    this.words = words;
  }

  /** The name under which the disk knows it. */
  static String name(Path path) {
    return ((DiskPath) path.toAbsolutePath()).words.normalize().toString();
  }

  private static Path words(Path path) {
    return path instanceof DiskPath own ? own.words : path;
  }

  private Path own(Path other) {
    return other == null ? null : new DiskPath(fileSystem, other);
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  /** A real file with this one's content: see {@link SimulatedDisk}. */
  @Override
  public File toFile() {
    try {
      return fileSystem.disk().lend(name(this)).toFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isAbsolute() {
    return words.isAbsolute();
  }

  @Override
  public Path getRoot() {
    return own(words.getRoot());
  }

  @Override
  public Path getFileName() {
    return own(words.getFileName());
  }

  @Override
  public Path getParent() {
    return own(words.getParent());
  }

  @Override
  public int getNameCount() {
    return words.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return own(words.getName(index));
  }

  @Override
  public Path subpath(int from, int until) {
    return own(words.subpath(from, until));
  }

  @Override
  public boolean startsWith(Path other) {
    return words.startsWith(words(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return words.endsWith(words(other));
  }

  @Override
  public Path normalize() {
    return own(words.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return own(words.resolve(words(other)));
  }

  @Override
  public Path relativize(Path other) {
    return own(words.relativize(words(other)));
  }

  @Override
  public URI toUri() {
    return URI.create(DiskProvider.SCHEME + ":" + words);
  }

  @Override
  public Path toAbsolutePath() {
    return words.isAbsolute() ? this : own(Path.of("/").resolve(words));
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("nothing is watched");
  }

  @Override
  public int compareTo(Path other) {
    return words.compareTo(words(other));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiskPath path
        && path.fileSystem == fileSystem
        && path.words.equals(words);
  }

  @Override
  public int hashCode() {
    return Objects.hash(words);
  }

  @Override
  public String toString() {
    return words.toString();
  }
}
