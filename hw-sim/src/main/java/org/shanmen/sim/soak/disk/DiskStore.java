package org.shanmen.sim.soak.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;

/** How full a simulated disk is. */
final class DiskStore extends FileStore {
  private final SimulatedDisk disk;

  DiskStore(SimulatedDisk disk) {
    this.disk = disk;
  }

  @Override
  public String name() {
    return "simulated disk";
  }

  @Override
  public String type() {
    return DiskProvider.SCHEME;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public long getTotalSpace() throws IOException {
    return disk.free();
  }

  @Override
  public long getUsableSpace() throws IOException {
    return disk.free();
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    return disk.free();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return false;
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return false;
  }

  @Override
  public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) {
    throw new UnsupportedOperationException(attribute);
  }
}
