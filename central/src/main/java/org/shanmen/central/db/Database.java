package org.shanmen.central.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * Transactions on PostgreSQL. Work runs on a worker pool as large as the connection pool; nothing
 * here blocks an event loop. Thread-safe.
 *
 * <p>What a function throws fails the future and rolls the transaction back.
 */
public final class Database implements AutoCloseable {
  /** Connections, and workers that use them. */
  public static final int CONNECTIONS = 8;

  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private final HikariDataSource pool;
  private final WorkerExecutor workers;
  private final DSLContext context;

  private Database(HikariDataSource pool, WorkerExecutor workers) {
    this.pool = pool;
    this.workers = workers;
    this.context = DSL.using(pool, SQLDialect.POSTGRES, rendering());
  }

  private static Settings rendering() {
    return new Settings().withRenderSchema(false).withExecuteLogging(false);
  }

  /** Statements on a connection of the caller's, who goes on owning it. */
  public static DSLContext on(Connection connection) {
    return DSL.using(connection, SQLDialect.POSTGRES, rendering());
  }

  /**
   * Connects, brings the schema up to date and checks that the server keeps what it commits.
   * Blocks.
   *
   * @throws RuntimeException if the server cannot be reached, migrated or trusted
   */
  public static Database open(Vertx vertx, DatabaseSettings settings) {
    var config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setAutoCommit(true);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.addDataSourceProperty("ApplicationName", "shanmen-central");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "10");
    var pool = new HikariDataSource(config);
    try {
      Schema.migrate(settings);
      var database = new Database(pool, vertx.createSharedWorkerExecutor("database", CONNECTIONS));
      Durability.check(database.context);
      return database;
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** Runs the work in one transaction on a worker. */
  public <T> Future<T> inTransaction(Function<DSLContext, T> work) {
    return workers.executeBlocking(() -> transact(work), false);
  }

  /** Runs reading work on a worker, outside of a transaction. */
  public <T> Future<T> read(Function<DSLContext, T> work) {
    return workers.executeBlocking(() -> work.apply(context), false);
  }

  /** Like {@link #inTransaction}, on the caller's own thread, which must not be an event loop. */
  public <T> T transact(Function<DSLContext, T> work) {
    return context.transactionResult(transaction -> work.apply(transaction.dsl()));
  }

  /** Like {@link #read}, on the caller's own thread, which must not be an event loop. */
  public <T> T query(Function<DSLContext, T> work) {
    return work.apply(context);
  }

  /** Connections at work now. */
  public int activeConnections() {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  /** How many wait for a connection now. */
  public int waiting() {
    return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }

  /** Ends all connections; work under way fails. */
  @Override
  public void close() {
    workers.close();
    pool.close();
  }
}
