package org.shanmen.sim.soak.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The disk. What a program writes is seen by every program at once and is safe when it was forced:
 * bytes by forcing the file, names by forcing the directory. After {@link #cutPower} each sector of
 * 512 bytes that was not safe is old, new, or torn; of the changes of names in a directory a first
 * part is there, in their order, as journalling file systems do it. Thread-safe.
 *
 * <p>Code that needs a real file ({@link Path#toFile}) is lent one: what it writes there is seen
 * and, until the file is forced, lost like everything else; only it is no operation that could
 * fail.
 */
public final class SimulatedDisk {
  /**
   * A change of names that is not safe yet, all of it or nothing.
   *
   * @param gone the name that a renamed or deleted file had; null if there is none
   * @param name the name that it has from then on; null if it has none
   */
  private record NameChange(String directory, String gone, String name, FileNode node) {}

  private final Path lending;
  private final long capacity;
  private final DiskFileSystem fileSystem = new DiskFileSystem(this);
  private final Map<String, FileNode> names = new TreeMap<>();
  private final Map<String, FileNode> safeNames = new TreeMap<>();
  private final List<NameChange> unsafe = new ArrayList<>();

  /** Sees what programs write, as they write it. */
  public interface Witness {
    void wrote(String file, byte[] bytes);
  }

  private Trouble trouble = Trouble.NONE;
  private Witness witness = (file, bytes) -> {};
  private long operations;
  private long filler;
  private int power = 1;
  private boolean dark;
  private int lentFiles;

  /**
   * @param lending an empty directory for files that have to be lent
   * @param capacity in bytes, of all files together
   */
  public SimulatedDisk(Path lending, long capacity) {
    this.lending = lending;
    this.capacity = capacity;
    var root = new FileNode(true);
    names.put("/", root);
    safeNames.put("/", root);
  }

  /** A path on this disk. */
  public Path path(String absolute) {
    return fileSystem.getPath(absolute);
  }

  public synchronized void trouble(Trouble next) {
    trouble = next;
  }

  /** Somebody looks at every write that succeeds; he is called while the disk is held. */
  public synchronized void watch(Witness watching) {
    witness = watching;
  }

  /** How many operations there were. */
  public synchronized long operations() {
    return operations;
  }

  /** Somebody else's files take so many bytes from now on. */
  public synchronized void fill(long bytes) {
    filler = bytes;
  }

  public long capacity() {
    return capacity;
  }

  public synchronized long free() throws IOException {
    return capacity - filler - used();
  }

  private long used() throws IOException {
    long used = 0;
    for (FileNode node : names.values()) {
      used += node.directory ? 0 : node.size();
    }
    return used;
  }

  /** The power goes, unless it is gone already, and comes again: programs find what is left. */
  public synchronized void cutPower(RandomGenerator random) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    unsafe.forEach(change -> counts.merge(change.directory, 1, Integer::sum));
    Map<String, Integer> happened = new HashMap<>();
    counts.forEach((directory, count) -> happened.put(directory, random.nextInt(count + 1)));
    for (NameChange change : unsafe) {
      int left = happened.merge(change.directory, -1, Integer::sum);
      if (left >= 0) {
        apply(change);
      }
    }
    unsafe.clear();
    safeNames.keySet().removeIf(name -> !hasAllParents(name));
    Map<FileNode, FileNode> found = new HashMap<>();
    for (var each : safeNames.entrySet()) {
      var node = each.getValue();
      if (!node.directory && !found.containsKey(node)) {
        found.put(node, FileNode.holding(node.afterPowerCut(random)));
      }
      each.setValue(found.getOrDefault(node, node));
    }
    names.clear();
    names.putAll(safeNames);
    dark = false;
    power++;
  }

  /** Programs that had files open are gone; what they wrote stays, as after a kill. */
  public synchronized void killPrograms() {
    dark = false;
    power++;
  }

  private boolean hasAllParents(String name) {
    for (String parent = parent(name); !parent.equals("/"); parent = parent(parent)) {
      if (!safeNames.containsKey(parent)) {
        return false;
      }
    }
    return true;
  }

  private void apply(NameChange change) {
    if (change.gone != null) {
      safeNames.remove(change.gone);
    }
    if (change.name != null) {
      safeNames.put(change.name, change.node);
    }
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash <= 0 ? "/" : name.substring(0, slash);
  }

  /** All files, with what programs see in them. */
  public synchronized Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (var each : names.entrySet()) {
      if (!each.getValue().directory) {
        files.put(each.getKey(), each.getValue().seen());
      }
    }
    return files;
  }

  /** Damages a file behind everybody's back. */
  public synchronized void flipBit(String file, int at, int bit) throws IOException {
    byte[] bytes = names.get(file).seen();
    bytes[at] ^= (byte) (1 << bit);
    var damaged = FileNode.holding(bytes);
    names.put(file, damaged);
    safeNames.put(file, damaged);
  }

  // ---- What programs do ----

  /** Of the power that is on: programs of an earlier one are dead. */
  synchronized int power() {
    return power;
  }

  synchronized void requirePower(int since) {
    if (dark || since != power) {
      throw new PowerCut();
    }
  }

  /** What remains to be done after an operation was let through. */
  private interface Doing {
    void carryOut() throws IOException;
  }

  private void operate(Operation operation, String file, Doing doing, Doing half)
      throws IOException {
    requirePower(power);
    operations++;
    switch (trouble.of(operations, operation, file)) {
      case DONE -> doing.carryOut();
      case FAILS -> {
        half.carryOut();
        throw new IOException(file + ": Input/output error");
      }
      case POWER_GOES -> {
        doing.carryOut();
        dark = true;
        throw new PowerCut();
      }
    }
  }

  private static void nothing() {}

  private FileNode need(String file) throws NoSuchFileException {
    var node = names.get(file);
    if (node == null) {
      throw new NoSuchFileException(file);
    }
    return node;
  }

  synchronized FileNode node(String file) throws NoSuchFileException {
    requirePower(power);
    return need(file);
  }

  private void change(String gone, String name, FileNode node) {
    if (gone != null) {
      names.remove(gone);
    }
    if (name != null) {
      names.put(name, node);
    }
    unsafe.add(new NameChange(parent(name == null ? gone : name), gone, name, node));
  }

  synchronized FileNode create(String file) throws IOException {
    need(parent(file));
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file);
    }
    var node = new FileNode(false);
    operate(Operation.CREATE, file, () -> change(null, file, node), SimulatedDisk::nothing);
    return node;
  }

  synchronized void makeDirectory(String directory) throws IOException {
    need(parent(directory));
    if (names.containsKey(directory)) {
      throw new FileAlreadyExistsException(directory);
    }
    operate(
        Operation.MAKE_DIRECTORY,
        directory,
        () -> change(null, directory, new FileNode(true)),
        SimulatedDisk::nothing);
  }

  synchronized void delete(String file) throws IOException {
    var node = need(file);
    if (node.directory && !list(file).isEmpty()) {
      throw new DirectoryNotEmptyException(file);
    }
    operate(Operation.DELETE, file, () -> change(file, null, node), SimulatedDisk::nothing);
  }

  synchronized void rename(String from, String to, boolean replace) throws IOException {
    var node = need(from);
    if (!parent(to).equals(parent(from))) {
      throw new UnsupportedOperationException(from + " to another directory");
    }
    if (!replace && names.containsKey(to)) {
      throw new FileAlreadyExistsException(to);
    }
    operate(Operation.RENAME, to, () -> change(from, to, node), SimulatedDisk::nothing);
  }

  synchronized Set<String> list(String directory) throws IOException {
    requirePower(power);
    if (!need(directory).directory) {
      throw new java.nio.file.NotDirectoryException(directory);
    }
    var found = new java.util.TreeSet<String>();
    for (String name : names.keySet()) {
      if (!name.equals("/") && parent(name).equals(directory)) {
        found.add(name);
      }
    }
    return found;
  }

  synchronized void write(String file, FileNode node, long at, byte[] bytes) throws IOException {
    if (at + bytes.length > node.size() && at + bytes.length - node.size() > free()) {
      throw new IOException(file + ": No space left on device");
    }
    operate(
        Operation.WRITE,
        file,
        () -> {
          node.write(at, bytes, bytes.length);
          witness.wrote(file, bytes);
        },
        () -> node.write(at, bytes, bytes.length / 2));
  }

  synchronized void truncate(String file, FileNode node, int size) throws IOException {
    operate(Operation.RESIZE, file, () -> node.truncate(size), SimulatedDisk::nothing);
  }

  synchronized void force(String file, FileNode node) throws IOException {
    if (node.directory) {
      operate(Operation.FORCE_DIRECTORY, file, () -> forceNames(file), SimulatedDisk::nothing);
    } else {
      operate(Operation.FORCE, file, node::force, node::forceFailed);
    }
  }

  private void forceNames(String directory) {
    for (NameChange change : unsafe) {
      if (change.directory.equals(directory)) {
        apply(change);
      }
    }
    unsafe.removeIf(change -> change.directory.equals(directory));
  }

  /** A real file for code that takes no other. */
  synchronized Path lend(String file) throws IOException {
    var node = names.containsKey(file) ? need(file) : create(file);
    if (node.isLent()) {
      return node.lend(lending);
    }
    Files.createDirectories(lending);
    return node.lend(lending.resolve("lent-" + ++lentFiles));
  }
}
