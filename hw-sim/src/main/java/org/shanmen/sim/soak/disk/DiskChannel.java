package org.shanmen.sim.soak.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of a simulated disk; dead with the power under which it was opened. */
final class DiskChannel extends FileChannel {
  private final SimulatedDisk disk;
  private final String name;
  private final FileNode node;
  private final int power;
  private long position;

  DiskChannel(SimulatedDisk disk, String name, FileNode node) {
    this.disk = disk;
    this.name = name;
    this.node = node;
    this.power = disk.power();
  }

  private void require() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    disk.requirePower(power);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int read = read(into, position);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    require();
    byte[] bytes = new byte[into.remaining()];
    synchronized (disk) {
      int read = node.read(at, bytes, 0, bytes.length);
      if (read > 0) {
        into.put(bytes, 0, read);
      }
      return read;
    }
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw new UnsupportedOperationException("one buffer at a time");
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int written = write(from, position);
    position += written;
    return written;
  }

  @Override
  public int write(ByteBuffer from, long at) throws IOException {
    require();
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    disk.write(name, node, at, bytes);
    return bytes.length;
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException("one buffer at a time");
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() throws IOException {
    require();
    synchronized (disk) {
      return node.size();
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    require();
    disk.truncate(name, node, Math.toIntExact(size));
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    require();
    disk.force(name, node);
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException("nothing is transferred");
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) {
    throw new UnsupportedOperationException("nothing is transferred");
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long size) {
    throw new UnsupportedOperationException("only what is lent is mapped");
  }

  @Override
  public FileLock lock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException("nothing is locked");
  }

  @Override
  public FileLock tryLock(long at, long size, boolean shared) {
    throw new UnsupportedOperationException("nothing is locked");
  }

  @Override
  protected void implCloseChannel() {
    // What was written stays as it is.
  }
}
