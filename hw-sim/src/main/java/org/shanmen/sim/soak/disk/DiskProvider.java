package org.shanmen.sim.soak.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link java.nio.file.Files} asks of a simulated disk. Permissions are not played. */
final class DiskProvider extends FileSystemProvider {
  static final String SCHEME = "shanmen-disk";

  private final SimulatedDisk disk;
  private final DiskFileSystem fileSystem;

  DiskProvider(SimulatedDisk disk, DiskFileSystem fileSystem) {
    this.disk = disk;
    this.fileSystem = fileSystem;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("a disk is made by hand");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("a disk is made by hand");
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.getPath(uri.getSchemeSpecificPart());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    String name = DiskPath.name(path);
    FileNode node;
    try {
      node = disk.node(name);
      if (options.contains(StandardOpenOption.CREATE_NEW)) {
        throw new FileAlreadyExistsException(name);
      }
    } catch (NoSuchFileException e) {
      boolean create =
          options.contains(StandardOpenOption.CREATE)
              || options.contains(StandardOpenOption.CREATE_NEW);
      if (!create || !options.contains(StandardOpenOption.WRITE)) {
        throw e;
      }
      node = disk.create(name);
    }
    if (options.contains(StandardOpenOption.TRUNCATE_EXISTING) && node.size() > 0) {
      disk.truncate(name, node, 0);
    }
    return new DiskChannel(disk, name, node);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> found =
        disk.list(DiskPath.name(directory)).stream().map(fileSystem::getPath).toList();
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    disk.makeDirectory(DiskPath.name(directory));
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(DiskPath.name(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException("a gate copies no files");
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    // An atomic move replaces what is there, as rename(2) does.
    var asked = Arrays.asList(options);
    boolean replace =
        asked.contains(StandardCopyOption.REPLACE_EXISTING)
            || asked.contains(StandardCopyOption.ATOMIC_MOVE);
    disk.rename(DiskPath.name(from), DiskPath.name(to), replace);
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return DiskPath.name(one).equals(DiskPath.name(other));
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    return new DiskStore(disk);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk.node(DiskPath.name(path));
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    var node = disk.node(DiskPath.name(path));
    return type.cast(new Attributes(node, node.directory ? 0 : node.size()));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException(names);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException(name);
  }

  private record Attributes(FileNode node, long size) implements BasicFileAttributes {
    @Override
    public FileTime lastModifiedTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public FileTime lastAccessTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public FileTime creationTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public boolean isRegularFile() {
      return !node.directory;
    }

    @Override
    public boolean isDirectory() {
      return node.directory;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public Object fileKey() {
      return node;
    }
  }
}
