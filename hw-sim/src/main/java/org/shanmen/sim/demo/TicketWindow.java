package org.shanmen.sim.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.shanmen.sim.crowd.Codes;
import org.shanmen.sim.crowd.Holding;
import org.shanmen.sim.crowd.Shown;
import org.shanmen.sim.crowd.Visit;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.rig.Credential;

/** Where visitors get what they show at a gate, honestly or not. Thread-safe. */
public final class TicketWindow {
  /** An expired ticket was for a day so long ago. */
  private static final int LONG_AGO_DAYS = 10;

  private final CentreClient clerk;
  private final CentreClient office;
  private final SalesChannels channels;
  private final Takings takings;
  private final Set<String> notEntitled = ConcurrentHashMap.newKeySet();
  private final ZoneId zone;
  private final Codes codes;

  /**
   * @param clerk a session with the right to sell
   * @param office a session with all rights: prints tickets ahead, blocks them
   * @param channels over which tickets are sold
   * @param takings notes what is paid
   * @param zone the park's
   */
  TicketWindow(
      CentreClient clerk,
      CentreClient office,
      SalesChannels channels,
      Takings takings,
      ZoneId zone,
      Codes codes) {
    this.clerk = clerk;
    this.office = office;
    this.channels = channels;
    this.takings = takings;
    this.zone = zone;
    this.codes = codes;
  }

  /**
   * What a visitor holds.
   *
   * @param ticket the ticket's number; empty when it is none of the park's
   * @param shown what goes before scanner, reader or terminal
   */
  public record Held(String ticket, Credential shown) {}

  /** Gets what a visit needs: a ticket sold, sold and refunded, or something from elsewhere. */
  public Held outfit(Visit visit) {
    return switch (visit.holding()) {
      case SINGLE -> sell(ModelPark.DAY, visit, "");
      case GROUP -> sell(ModelPark.GROUP, visit, "");
      case COUNT_CARD -> sell(ModelPark.COUNT_CARD, visit, "");
      case TWO_TICKETS -> {
        Held closedToday = sell(ModelPark.WINTER, visit, "");
        yield sellOn(closedToday.shown(), ModelPark.COUNT_CARD);
      }
      case NAMED -> sell(ModelPark.NAMED, visit, "");
      case PERIOD_PASS -> sell(ModelPark.MONTH_PASS, visit, "");
      case SEASON_PASS -> sell(ModelPark.SEASON_PASS, visit, "");
      case ANNUAL_PASS -> sell(ModelPark.ANNUAL_PASS, visit, "");
      case RESIDENT -> sell(ModelPark.RESIDENT, visit, "");
      case STAFF -> sell(ModelPark.STAFF, visit, "");
      case CONCESSION -> sell(ModelPark.CONCESSION, visit, "");
      case NOT_ENTITLED -> {
        Held held = sell(ModelPark.CONCESSION, visit, "");
        notEntitled.add(held.ticket());
        yield held;
      }
      case STORED_VALUE -> sell(ModelPark.STORED_VALUE, visit, "", 10_000, 2_000);
      case EMPTY_CARD -> sell(ModelPark.STORED_VALUE, visit, "", 100, 0);
      case PRINTED -> printed(true);
      case NOT_SOLD -> printed(false);
      case FOUND_CARD -> frozen(sell(ModelPark.COUNT_CARD, visit, ""), clerk, "LOST");
      case BLOCKED_CARD -> frozen(sell(ModelPark.COUNT_CARD, visit, ""), office, "BLOCKED");
      case TOO_EARLY -> sell(ModelPark.DAY, visit, day(LONG_AGO_DAYS));
      case OUT_OF_SEASON -> sell(ModelPark.WINTER, visit, "");
      case WRONG_AREA -> sell(ModelPark.GARDEN_ONLY, visit, "");
      case WAY_OUT -> sell(ModelPark.WAY_OUT, visit, "");
      case EXPIRED -> sell(ModelPark.DAY, visit, day(-LONG_AGO_DAYS));
      case REFUNDED -> {
        Held held = sell(ModelPark.DAY, visit, "");
        refund(held.ticket());
        yield held;
      }
      case FORGED -> new Held("", Credential.qr(code(codes::forged)));
      case UNKNOWN -> new Held("", unknown(visit.shown()));
      case USED, LENT, HANDED_BACK, SECOND_TODAY, LEAVING, RETURNING ->
          throw new IllegalArgumentException(visit.holding() + " is not bought");
    };
  }

  /** Whether whoever holds this ticket may have it, as his papers would say. */
  public boolean isEntitled(String ticket) {
    return !notEntitled.contains(ticket);
  }

  private String day(int fromToday) {
    return LocalDate.now(zone).plusDays(fromToday).toString();
  }

  /** A ticket from the pile of those printed ahead. */
  private Held printed(boolean sold) {
    JsonObject ticket =
        office
            .post(
                "/ticket-batches",
                new JsonObject().put("ticket_type", ModelPark.PRINTED).put("quantity", 1))
            .getJsonArray("tickets")
            .getJsonObject(0);
    String number = ticket.getString("number");
    if (sold) {
      var activated =
          clerk.post(
              "/tickets/" + CentreClient.escaped(number) + "/activation",
              new JsonObject().put("payment", "CASH"));
      takings.paid(activated.getLong("price_fen"));
    }
    return new Held(number, Credential.qr(printedCode(ticket)));
  }

  private static Held frozen(Held held, CentreClient by, String state) {
    by.post(
        "/tickets/" + CentreClient.escaped(held.ticket()) + "/state",
        new JsonObject().put("state", state));
    return held;
  }

  /** Gives a ticket back for its money. */
  public void refund(String ticket) {
    var refunded =
        clerk.post(
            "/tickets/" + CentreClient.escaped(ticket) + "/refund",
            new JsonObject().put("reason", "changed his mind"));
    takings.paidBack(ticket, refunded.getLong("refunded_fen"));
  }

  private Held sell(String type, Visit visit, String validOn) {
    return sell(type, visit, validOn, 0, 0);
  }

  private Held sell(String type, Visit visit, String validOn, int principalFen, int bonusFen) {
    var line = new JsonObject().put("ticket_type", type).put("quantity", 1);
    if (principalFen > 0) {
      line.put(
          "credit", new JsonObject().put("principal_fen", principalFen).put("bonus_fen", bonusFen));
    }
    if (visit.people() > 1) {
      line.put("people", visit.people());
    }
    if (!validOn.isEmpty()) {
      line.put("valid_on", validOn);
    }
    String brought =
        switch (visit.shown()) {
          case QR -> "";
          case CARD -> code(codes::card);
          case FACE -> code(codes::face);
          case ID_CARD -> code(codes::idCard);
        };
    if (!brought.isEmpty()) {
      line.put(
          "credentials",
          new JsonArray()
              .add(new JsonObject().put("kind", visit.shown().name()).put("value", brought)));
    }
    // So that money goes back through the payment provider in every run, too.
    JsonObject ticket =
        visit.holding() == Holding.REFUNDED ? noted(channels.inWebShop(line)) : sold(line);
    Credential shown =
        switch (visit.shown()) {
          case QR -> Credential.qr(printedCode(ticket));
          case CARD -> Credential.ic(brought);
          case FACE -> Credential.face(brought);
          case ID_CARD -> Credential.id(brought);
        };
    return new Held(ticket.getString("number"), shown);
  }

  /** A further ticket on a card that its holder has already. */
  private Held sellOn(Credential card, String type) {
    var onCard = new JsonObject().put("kind", "CARD").put("value", card.value());
    var line =
        new JsonObject()
            .put("ticket_type", type)
            .put("quantity", 1)
            .put("credentials", new JsonArray().add(onCard));
    return new Held(sold(line).getString("number"), card);
  }

  /** The one ticket of a sale. */
  private JsonObject sold(JsonObject line) {
    boolean anywhere =
        !line.containsKey("credit")
            && !line.containsKey("credentials")
            && !line.containsKey("valid_on");
    return noted(anywhere ? channels.buy(line) : channels.atWindow(line));
  }

  private JsonObject noted(SalesChannels.Bought bought) {
    JsonObject ticket = bought.sale().getJsonArray("tickets").getJsonObject(0);
    long fen = bought.sale().getLong("total_fen");
    if (bought.byCode()) {
      takings.paidByCode(ticket.getString("number"), fen);
    } else {
      takings.paid(fen);
    }
    return ticket;
  }

  private static String printedCode(JsonObject ticket) {
    return ticket.getJsonArray("credentials").stream()
        .map(JsonObject.class::cast)
        .filter(credential -> credential.getString("kind").equals("QR"))
        .map(credential -> credential.getString("value"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a ticket without a QR code: " + ticket));
  }

  private Credential unknown(Shown shown) {
    return switch (shown) {
      case QR -> Credential.qr(code(codes::unknownCode));
      case CARD -> Credential.ic(code(codes::card));
      case FACE -> Credential.face(code(codes::face));
      case ID_CARD -> Credential.id(code(codes::idCard));
    };
  }

  private String code(java.util.function.Supplier<String> source) {
    synchronized (codes) {
      return source.get();
    }
  }
}
