package org.shanmen.central.payment;

import static org.shanmen.central.db.tables.Tables.CHARGE;
import static org.shanmen.central.db.tables.Tables.PERSON;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.payment.provider.ChargeRequest;
import org.shanmen.central.payment.provider.Closing;
import org.shanmen.central.payment.provider.Creation;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.payment.provider.Standing;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Asks providers for money, and asks how that went. What is asked for is written before the
 * provider hears of it, and what it says in a transaction of its own afterwards: nothing is held
 * while it thinks, and whoever comes after a crash asks again.
 *
 * <p>Methods block for as long as a provider takes: call them on a payment worker. Thread-safe.
 */
final class ChargeDesk {
  private final Database database;
  private final InstantSource clock;
  private final Audit audit;
  private final Providers providers;
  private final PaidOrders orders;
  private final Settlement settlement;
  private final ChargeNumbers numbers;

  ChargeDesk(
      Database database,
      InstantSource clock,
      Audit audit,
      Providers providers,
      PaidOrders orders,
      Settlement settlement,
      ChargeNumbers numbers) {
    this.database = database;
    this.clock = clock;
    this.audit = audit;
    this.providers = providers;
    this.orders = orders;
    this.settlement = settlement;
    this.numbers = numbers;
  }

  /**
   * Asks for an order's money, or finds the charge that already does. One that another provider was
   * asked for before is ended: nobody is to pay twice.
   *
   * @param clerk who asks, if it is a person
   * @return the charge; without a code if the provider has not answered, then ask again
   * @throws Refused if there is nothing to be paid, or no such provider
   */
  ChargeRecord open(Actor clerk, String orderNumber, String providerCode) {
    var provider = providers.get(providerCode);
    var charge = database.transact(tx -> intent(tx, clerk, orderNumber, providerCode));
    return charge.getState().equals(ChargeState.CREATED.name()) ? ask(provider, charge) : charge;
  }

  private ChargeRecord intent(DSLContext tx, Actor clerk, String orderNumber, String provider) {
    ChargeRows.lockOrder(tx, orderNumber);
    var open = open(tx, orderNumber);
    // After the charges, as for whoever hears that one was paid.
    var due = orders.due(tx, orderNumber);
    var now = now();
    for (var earlier : open) {
      boolean same = earlier.getProvider().equals(provider) && earlier.getFen() == due.fen();
      if (same && earlier.getExpiresAt().toInstant().isAfter(now)) {
        return earlier;
      }
      endAt(earlier, now);
    }
    if (!due.heldUntil().isAfter(now)) {
      throw Refused.conflict("订单已过期", "the order has lapsed");
    }
    var charge = tx.newRecord(CHARGE);
    charge.setNumber(numbers.draw('C', now));
    charge.setOrderNumber(orderNumber);
    charge.setProvider(provider);
    charge.setFen(due.fen());
    charge.setSubject(due.subject());
    charge.setState(ChargeState.CREATED.name());
    charge.setCreatedAt(ChargeRows.utc(now));
    charge.setCreatedBy(
        tx.select(PERSON.ID).from(PERSON).where(PERSON.NAME.eq(clerk.name())).fetchOne(PERSON.ID));
    charge.setExpiresAt(ChargeRows.utc(due.heldUntil().truncatedTo(ChronoUnit.MILLIS)));
    charge.setDetail("");
    // Who would ask dies, perhaps: then the watch does.
    charge.setNextLookAt(ChargeRows.utc(now.plus(Pace.CLAIM)));
    charge.setLooks(0);
    charge.insert();
    audit.write(
        tx,
        clerk,
        "charge.create",
        charge.getNumber(),
        "%s, %s, %d fen".formatted(orderNumber, provider, due.fen()));
    return charge;
  }

  private static List<ChargeRecord> open(DSLContext tx, String orderNumber) {
    return tx.selectFrom(CHARGE)
        .where(CHARGE.ORDER_NUMBER.eq(orderNumber).and(CHARGE.STATE.in(ChargeState.OPEN)))
        .orderBy(CHARGE.ID)
        .forUpdate()
        .fetch();
  }

  /** From now on the provider is told to close it, until it does. What is over stays over. */
  private static void endAt(ChargeRecord charge, Instant now) {
    if (charge.getExpiresAt().toInstant().isAfter(now)) {
      charge.setExpiresAt(ChargeRows.utc(now));
    }
    charge.setNextLookAt(ChargeRows.utc(now));
    charge.store();
  }

  private ChargeRecord ask(PaymentProvider provider, ChargeRecord charge) {
    var answer =
        provider.create(
            new ChargeRequest(
                charge.getNumber(),
                charge.getFen(),
                charge.getSubject(),
                charge.getExpiresAt().toInstant()));
    return update(charge.getNumber(), row -> created(row, answer));
  }

  /** A notification may have been faster than the answer, and a clerk who gave up. */
  private void created(ChargeRecord row, Creation answer) {
    if (answer instanceof Creation.Shown shown) {
      row.setCodeUrl(shown.codeUrl());
    }
    if (!row.getState().equals(ChargeState.CREATED.name())) {
      return;
    }
    if (answer instanceof Creation.Shown) {
      row.setState(ChargeState.PENDING.name());
      row.setDetail("");
      later(row);
    } else if (answer instanceof Creation.Declined declined) {
      end(row, ChargeState.FAILED, declined.why());
    } else if (answer instanceof Creation.Unclear unclear) {
      row.setDetail(ChargeRows.detail(unclear.why()));
      later(row);
    }
  }

  /**
   * Sees to it that a charge is paid no longer; if somebody has paid meanwhile, it is paid.
   *
   * @throws Refused if the order has no such charge
   */
  ChargeRecord end(Actor clerk, String orderNumber, String number) {
    var charge =
        database.transact(
            tx -> {
              var row =
                  ChargeRows.locked(tx, number)
                      .filter(found -> found.getOrderNumber().equals(orderNumber))
                      .orElseThrow(() -> unknown(number));
              if (ChargeState.OPEN.contains(row.getState())) {
                endAt(row, now());
                audit.write(tx, clerk, "charge.end", number, orderNumber);
              }
              return row;
            });
    return ChargeState.OPEN.contains(charge.getState()) ? look(charge) : charge;
  }

  static Refused unknown(String number) {
    return Refused.notFound("没有支付单 " + number, "there is no charge " + number);
  }

  /**
   * Asks how it stands with a charge, or has it closed when its time is over.
   *
   * @return the charge as it stands afterwards
   */
  ChargeRecord look(ChargeRecord charge) {
    var provider = providers.find(charge.getProvider());
    if (provider.isEmpty()) {
      return update(charge.getNumber(), row -> unclear(row, "the provider is not configured"));
    }
    boolean over = !charge.getExpiresAt().toInstant().isAfter(now());
    return over && ChargeState.OPEN.contains(charge.getState())
        ? close(provider.get(), charge)
        : query(provider.get(), charge);
  }

  private ChargeRecord close(PaymentProvider provider, ChargeRecord charge) {
    var answer = provider.close(charge.getNumber());
    if (answer instanceof Closing.Paid) {
      return query(provider, charge);
    }
    return update(
        charge.getNumber(),
        row -> {
          if (answer instanceof Closing.Closed) {
            end(row, ChargeState.CLOSED, "");
          } else if (answer instanceof Closing.Unclear unclear) {
            unclear(row, unclear.why());
          }
        });
  }

  private ChargeRecord query(PaymentProvider provider, ChargeRecord charge) {
    var standing = provider.query(charge.getNumber());
    if (standing instanceof Standing.Paid paid) {
      settlement.paid(charge.getNumber(), paid.receipt());
      return update(charge.getNumber(), row -> {});
    }
    boolean codeMissing =
        charge.getState().equals(ChargeState.CREATED.name())
            && (standing instanceof Standing.Open || standing instanceof Standing.Unknown);
    if (codeMissing) {
      return ask(provider, charge);
    }
    return update(
        charge.getNumber(),
        row -> {
          if (standing instanceof Standing.Closed) {
            end(row, ChargeState.CLOSED, "");
          } else if (standing instanceof Standing.Unclear unclear) {
            unclear(row, unclear.why());
          } else {
            later(row);
          }
        });
  }

  private ChargeRecord update(String number, Consumer<ChargeRecord> change) {
    return database.transact(
        tx -> {
          var row = ChargeRows.locked(tx, number).orElseThrow();
          change.accept(row);
          if (row.changed()) {
            row.store();
          }
          return row;
        });
  }

  private void unclear(ChargeRecord row, String why) {
    if (ChargeState.OPEN.contains(row.getState())) {
      row.setDetail(ChargeRows.detail(why));
    }
    later(row);
  }

  /** Of a charge that is over nothing more is to be heard. */
  private void later(ChargeRecord row) {
    boolean open = ChargeState.OPEN.contains(row.getState());
    var next = Pace.nextLook(now(), row.getLooks(), row.getExpiresAt().toInstant());
    row.setNextLookAt(open ? ChargeRows.utc(next) : null);
  }

  private static void end(ChargeRecord row, ChargeState state, String why) {
    if (!ChargeState.OPEN.contains(row.getState())) {
      row.setNextLookAt(null);
      return;
    }
    row.setState(state.name());
    row.setDetail(ChargeRows.detail(why));
    row.setNextLookAt(null);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Charges of a provider whose time has come, for {@link #look}. */
  List<ChargeRecord> due(String provider, int atMost) {
    return database.transact(tx -> ChargeRows.claim(tx, provider, now(), atMost));
  }

  Optional<ChargeRecord> find(DSLContext tx, String orderNumber, String number) {
    return ChargeRows.ofOrder(tx, orderNumber).stream()
        .filter(charge -> charge.getNumber().equals(number))
        .findFirst();
  }
}
