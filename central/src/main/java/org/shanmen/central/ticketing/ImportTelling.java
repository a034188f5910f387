package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.IMPORTED_TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_IMPORT;

import io.vertx.core.Future;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.TicketImportRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the gates of imported tickets, some hundred in each transaction, so that sales and events,
 * which wait for the change log too, come in between. How far it got is in the database: after a
 * restart it goes on from there. Thread-safe.
 */
final class ImportTelling {
  private static final Logger LOG = LoggerFactory.getLogger(ImportTelling.class);

  /** Of each transaction: some tens of milliseconds. */
  private static final int TICKETS = 500;

  private final Database database;
  private final ChangeLog changeLog;
  private Future<Void> underWay = Future.succeededFuture();

  ImportTelling(Database database, ChangeLog changeLog) {
    this.database = database;
    this.changeLog = changeLog;
  }

  /** Goes on until the gates know of all that is imported. What fails is tried with the next. */
  synchronized Future<Void> go() {
    underWay =
        underWay
            .transform(done -> next())
            .onFailure(e -> LOG.error("gates were not told of all imported tickets", e));
    return underWay;
  }

  private Future<Void> next() {
    return database
        .inTransaction(ImportTelling.this::some)
        .compose(
            more -> {
              changeLog.published();
              return more ? next() : Future.succeededFuture();
            });
  }

  /** Returns whether there was anything to tell. */
  private boolean some(DSLContext tx) {
    var open =
        tx.selectFrom(TICKET_IMPORT)
            .where(TICKET_IMPORT.TOLD_ALL.isFalse())
            .orderBy(TICKET_IMPORT.ID)
            .limit(1)
            .forUpdate()
            .fetchOptional();
    open.ifPresent(of -> tell(tx, of));
    return open.isPresent();
  }

  private void tell(DSLContext tx, TicketImportRecord of) {
    var ids =
        tx.select(IMPORTED_TICKET.TICKET_ID)
            .from(IMPORTED_TICKET)
            .where(IMPORTED_TICKET.IMPORT_ID.eq(of.getId()))
            .and(IMPORTED_TICKET.TICKET_ID.gt(of.getTold()))
            .orderBy(IMPORTED_TICKET.TICKET_ID)
            .limit(TICKETS)
            .fetch(IMPORTED_TICKET.TICKET_ID);
    if (ids.size() < TICKETS) {
      of.setToldAll(true);
    }
    if (!ids.isEmpty()) {
      of.setTold(ids.get(ids.size() - 1));
      // Before the tickets are read: whoever blocks one meanwhile is told of behind this.
      changeLog.lock(tx);
      changeLog.append(tx, Rights.changes(tx, ids));
    }
    of.store();
  }
}
