package org.shanmen.sim.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * SQLite with a write-ahead log and prepared statements, one connection for each thread, {@code
 * synchronous = NORMAL}: a commit is with the kernel, as the gate's is. Writers queue at a lock
 * here rather than in SQLite, whose waiters sleep.
 */
final class SqlitePeer implements PeerStore {
  private static final int LOADED_AT_A_TIME = 100_000;

  private final Connection scanning;
  private final Connection changing;
  private final PreparedStatement rightsOf;
  private final PreparedStatement rightById;
  private final PreparedStatement templateById;
  private final PreparedStatement usesOf;
  private final PreparedStatement addEvent;
  private final PreparedStatement putRight;
  private final PreparedStatement putFingerprint;
  private final PreparedStatement addUse;
  private final Object writing = new Object();

  private SqlitePeer(Path file) throws SQLException {
    scanning = connect(file);
    changing = connect(file);
    try (var statement = changing.createStatement()) {
      statement.execute("create table if not exists template (id integer primary key, body blob)");
      statement.execute("create table if not exists right (id integer primary key, body blob)");
      statement.execute(
          "create table if not exists fingerprint (fingerprint integer, right integer,"
              + " primary key (fingerprint, right)) without rowid");
      statement.execute(
          "create table if not exists use (right integer, gate integer, epoch integer,"
              + " sequence integer, body blob,"
              + " primary key (right, gate, epoch, sequence)) without rowid");
      statement.execute(
          "create table if not exists event (sequence integer primary key, body blob)");
    }
    rightsOf =
        scanning.prepareStatement(
            "select body from fingerprint f join right r on r.id = f.right where f.fingerprint = ?");
    rightById = scanning.prepareStatement("select body from right where id = ?");
    templateById = scanning.prepareStatement("select body from template where id = ?");
    usesOf = scanning.prepareStatement("select body from use where right = ?");
    addEvent = scanning.prepareStatement("insert into event values (?, ?)");
    putRight = changing.prepareStatement("insert or replace into right values (?, ?)");
    putFingerprint = changing.prepareStatement("insert or ignore into fingerprint values (?, ?)");
    addUse = changing.prepareStatement("insert or ignore into use values (?, ?, ?, ?, ?)");
  }

  private static Connection connect(Path file) throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute("pragma synchronous = normal");
      statement.execute("pragma mmap_size = 17179869184");
      statement.execute("pragma busy_timeout = 60000");
    }
    return connection;
  }

  static SqlitePeer load(Path file, int rights) throws SQLException {
    var peer = new SqlitePeer(file);
    peer.changing.setAutoCommit(false);
    try (var type = peer.changing.prepareStatement("insert into template values (?, ?)")) {
      type.setInt(1, ModelRights.TYPE.getId());
      type.setBytes(2, ModelRights.TYPE.toByteArray());
      type.execute();
    }
    int waiting = 0;
    for (long id : SortedEntries.byFingerprint(rights)) {
      peer.put(SortedEntries.print(id), id);
      waiting = (waiting + 1) % LOADED_AT_A_TIME;
      if (waiting == 0) {
        peer.changing.commit();
      }
    }
    for (long id = 1; id <= rights; id++) {
      peer.put(id, ModelRights.right(id).toByteArray());
      waiting = (waiting + 1) % LOADED_AT_A_TIME;
      if (waiting == 0) {
        peer.changing.commit();
      }
    }
    peer.changing.commit();
    return peer;
  }

  private void put(long fingerprint, long right) throws SQLException {
    putFingerprint.setLong(1, fingerprint);
    putFingerprint.setLong(2, right);
    putFingerprint.execute();
  }

  private void put(long right, byte[] body) throws SQLException {
    putRight.setLong(1, right);
    putRight.setBytes(2, body);
    putRight.execute();
  }

  @Override
  public String name() {
    return "SQLite WAL";
  }

  @Override
  public List<Right> rights(long fingerprint) {
    return asked(rightsOf, fingerprint, Right::parseFrom);
  }

  @Override
  public Optional<Right> rightById(long right) {
    return asked(rightById, right, Right::parseFrom).stream().findFirst();
  }

  @Override
  public Optional<TicketTemplate> template(int template) {
    return asked(templateById, template, TicketTemplate::parseFrom).stream().findFirst();
  }

  @Override
  public List<Use> uses(long right) {
    return asked(usesOf, right, Use::parseFrom);
  }

  private interface Parsing<T> {
    T of(byte[] body) throws InvalidProtocolBufferException;
  }

  private static <T> List<T> asked(PreparedStatement query, long number, Parsing<T> parsing) {
    try {
      query.setLong(1, number);
      var found = new ArrayList<T>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(parsing.of(rows.getBytes(1)));
        }
      }
      return found;
    } catch (SQLException | InvalidProtocolBufferException e) {
      throw new IllegalStateException("SQLite failed", e);
    }
  }

  @Override
  public void record(Event event) throws SQLException {
    synchronized (writing) {
      addEvent.setLong(1, event.getSequence());
      addEvent.setBytes(2, event.toByteArray());
      addEvent.execute();
    }
  }

  @Override
  public void apply(List<Change> changes) throws SQLException, InvalidProtocolBufferException {
    synchronized (writing) {
      for (Change change : changes) {
        if (change.hasPutRight()) {
          var right = Right.parseFrom(change.getPutRight());
          put(right.getId(), change.getPutRight().toByteArray());
          for (long print : right.getFingerprintsList()) {
            put(print, right.getId());
          }
        } else {
          add(Use.parseFrom(change.getAddUse()));
        }
      }
      changing.commit();
    }
  }

  private void add(Use use) throws SQLException {
    addUse.setLong(1, use.getRight());
    addUse.setInt(2, use.getGateNumber());
    addUse.setLong(3, use.getEpoch());
    addUse.setLong(4, use.getSequence());
    addUse.setBytes(5, use.toByteArray());
    addUse.execute();
  }

  @Override
  public void close() throws SQLException {
    scanning.close();
    changing.close();
  }
}
