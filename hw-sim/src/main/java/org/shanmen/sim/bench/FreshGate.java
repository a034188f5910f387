package org.shanmen.sim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Loading;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.PackedChunk;

/**
 * A gate that holds nothing connects and is sent the whole set: until the gate's own whitelist has
 * it on disk, verified and in force. Beside copying the same bytes to the same disk, forcing and
 * hashing them (SHA-256), and beside unpacking them and taking the set's hash over every right. The
 * centre makes its snapshot for the first gate; that round is reported by itself.
 */
final class FreshGate implements Benchmark {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String BYTES_PER_RIGHT = "bytes_per_right";
  private static final String FIRST = "first_ms";
  private static final String COPYING = "copying and hashing the bytes";
  private static final String UNPACKING = "unpacking and hashing the rights";

  @Override
  public String name() {
    return "fresh-gate";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var directory = bench.directory(name());
    int count = CentreScale.of(bench.scale()).rights();
    var ours = new ArrayList<Double>();
    var copying = new ArrayList<Double>();
    var unpacking = new ArrayList<Double>();
    double first = 0;
    long bytes = 0;
    try (var centre = MeasuredCentre.start(directory.resolve("park"));
        var gates = LightGates.enrol(centre, "F", 1);
        var sql = centre.sql()) {
      bench.say("putting " + count + " rights into the centre");
      long version = SeededRights.put(sql, count);
      var gate = gates.states().get(0);
      for (int round = -1; round < bench.scale().rounds(); round++) {
        gate.version = 0;
        gate.hash = 0;
        gate.bytes = 0;
        var contexts = gates.contexts();
        try (var taking = new Taking(directory.resolve("whitelist" + round))) {
          long began = System.nanoTime();
          gates.connect(contexts, taking::take);
          gates.awaitVersion(version);
          double took = (System.nanoTime() - began) / NANOS_PER_MILLI;
          gates.cut();
          bytes = gate.bytes;
          if (round < 0) {
            first = took;
          } else {
            ours.add(took);
            copying.add(copied(taking.chunks, directory.resolve("copy" + round)));
            unpacking.add(unpacked(taking.chunks));
          }
        }
      }
    }
    var against = new LinkedHashMap<String, Figures>();
    against.put(COPYING, Reconnect.median(copying));
    against.put(UNPACKING, Reconnect.median(unpacking));
    return new Result(
        name(),
        "ms",
        Reconnect.median(ours).and(FIRST, first).and(BYTES_PER_RIGHT, bytes / (double) count),
        against,
        Goal.of(Goal.atMost(BYTES_PER_RIGHT, 12), Goal.atMost(Figures.P50, 2, COPYING)));
  }

  /** The gate's own whitelist, which takes the snapshot in as it comes. On one event loop. */
  private static final class Taking implements AutoCloseable {
    private final Whitelist whitelist;
    private final List<byte[]> chunks = new ArrayList<>();
    private Loading loading;

    Taking(Path directory) {
      whitelist = Whitelist.open(directory);
    }

    void take(PackedChunk chunk) {
      byte[] packed = chunk.getPacked().toByteArray();
      if (chunk.getIndex() == 0) {
        chunks.clear();
        loading = whitelist.beginSnapshot(chunk.getVersion(), chunk.getHash());
      }
      chunks.add(packed);
      loading.add(changes(packed));
      if (chunk.getLast() && loading.finish() instanceof Applied.Refused refused) {
        throw new IllegalStateException("the gate refused the snapshot: " + refused.why());
      }
    }

    @Override
    public void close() {
      whitelist.close();
    }
  }

  private static List<Change> changes(byte[] packed) {
    if (PackedChanges.unpack(packed) instanceof Decoded.Ok<List<Change>> ok) {
      return ok.value();
    }
    throw new IllegalStateException("the centre sent what cannot be unpacked");
  }

  private static double copied(List<byte[]> chunks, Path target) throws IOException {
    long began = System.nanoTime();
    try (var file =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var hash = MessageDigest.getInstance("SHA-256");
      for (byte[] chunk : chunks) {
        hash.update(chunk);
        file.write(ByteBuffer.wrap(chunk));
      }
      hash.digest();
      file.force(false);
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
    return (System.nanoTime() - began) / NANOS_PER_MILLI;
  }

  private static double unpacked(List<byte[]> chunks) {
    long began = System.nanoTime();
    long hash = 0;
    for (byte[] chunk : chunks) {
      hash += Sums.of(changes(chunk));
    }
    double took = (System.nanoTime() - began) / NANOS_PER_MILLI;
    if (hash == 0) {
      throw new IllegalStateException("the set hashes to nothing");
    }
    return took;
  }
}
