package org.shanmen.sim.bench;

import java.util.List;

/** The databases that people put into gates, filled with the model's rights. */
final class Peers {
  private Peers() {}

  static List<PeerStore> open(Bench bench, int rights) throws Exception {
    var directory = bench.directory("peers");
    bench.say("filling SQLite");
    var sqlite = SqlitePeer.load(directory.resolve("sqlite"), rights);
    bench.say("filling LMDB");
    var lmdb = LmdbPeer.load(bench.directory("peers/lmdb"), rights);
    bench.say("filling MapDB");
    var mapdb = MapDbPeer.load(directory.resolve("mapdb"), rights);
    return List.of(sqlite, lmdb, mapdb);
  }
}
