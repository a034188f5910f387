package org.shanmen.sim.bench;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.shanmen.sim.park.CentreClient;

/**
 * Eight clerks with a session and an open shift each, who work as fast as they are answered: each
 * sells tickets one by one, looks each up by its number and refunds it, over HTTP. Beside eight
 * connections that insert the rows which the sales and the refunds wrote, transaction by
 * transaction, into bare tables on the same server, and so with the same durability; and beside
 * eight that read a ticket's row by its number.
 */
final class TicketOffice implements Benchmark {
  private static final int CLIENTS = 8;
  private static final String SELL = "sell_per_s";
  private static final String LOOK_UP = "look_up_per_s";
  private static final String REFUND = "refund_per_s";
  private static final String SALE_ROWS = "bare INSERT of the sales' rows";
  private static final String SELECT = "bare SELECT by number";
  private static final String REFUND_ROWS = "bare INSERT of the refunds' rows";

  /** The issue names none: a quarter of what the disk and PostgreSQL alone could take. */
  private static final double GOAL = 0.25;

  /** What one client does of what all do at once. */
  private interface Share {
    void of(int client) throws Exception;
  }

  @Override
  public String name() {
    return "ticket-office";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    int each = CentreScale.of(bench.scale()).tickets() / CLIENTS;
    List<Figures> ours = new ArrayList<>();
    List<Figures> bare = new ArrayList<>();
    var threads = Executors.newFixedThreadPool(CLIENTS);
    List<Connection> connections = new ArrayList<>();
    try (var centre = MeasuredCentre.start(bench.directory(name()).resolve("park"))) {
      try {
        for (int client = 0; client < CLIENTS; client++) {
          connections.add(centre.sql());
        }
        var round = new Round(threads, centre.clerks(CLIENTS), connections, each);
        for (int number = -1; number < bench.scale().rounds(); number++) {
          var figures = round.play();
          if (number >= 0) {
            ours.add(figures.ours());
            bare.add(figures.bare());
          }
        }
      } finally {
        for (Connection connection : connections) {
          connection.close();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    return result(Figures.median(ours), Figures.median(bare));
  }

  private Result result(Figures ours, Figures bare) {
    Map<String, Figures> against = new LinkedHashMap<>();
    against.put(SALE_ROWS, Figures.of(SELL, bare.get(SELL)));
    against.put(SELECT, Figures.of(LOOK_UP, bare.get(LOOK_UP)));
    against.put(REFUND_ROWS, Figures.of(REFUND, bare.get(REFUND)));
    return new Result(
        name(),
        "1/s",
        ours,
        against,
        Goal.of(Goal.atLeast(SELL, GOAL, SALE_ROWS), Goal.atLeast(REFUND, GOAL, REFUND_ROWS)));
  }

  /** Of one round: tickets a second. */
  private record Both(Figures ours, Figures bare) {}

  /** Sells, looks up and refunds the same tickets, and does the bare work behind each. */
  private record Round(
      ExecutorService threads, List<CentreClient> clerks, List<Connection> connections, int each) {
    private Both play() throws Exception {
      var sql = connections.get(0);
      List<List<String>> tickets = new ArrayList<>();
      clerks.forEach(clerk -> tickets.add(new ArrayList<>()));
      long from = WrittenRows.moment(sql);
      double sell = perSecond(client -> sell(client, tickets.get(client)));
      var sales = WrittenRows.between(sql, from, WrittenRows.moment(sql), "bare_sales");
      double saleRows = perSecond(client -> insert(sales, client));
      double lookUp = perSecond(client -> lookUp(client, tickets.get(client)));
      double select = perSecond(client -> select(client, tickets.get(client)));
      from = WrittenRows.moment(sql);
      double refund = perSecond(client -> refund(client, tickets.get(client)));
      var refunds = WrittenRows.between(sql, from, WrittenRows.moment(sql), "bare_refunds");
      double refundRows = perSecond(client -> insert(refunds, client));
      return new Both(figures(sell, lookUp, refund), figures(saleRows, select, refundRows));
    }

    private void sell(int client, List<String> tickets) {
      for (int i = 0; i < each; i++) {
        tickets.add(MeasuredCentre.sell(clerks.get(client)));
      }
    }

    private void lookUp(int client, List<String> tickets) {
      tickets.forEach(ticket -> clerks.get(client).get("/tickets/" + ticket));
    }

    private void refund(int client, List<String> tickets) {
      tickets.forEach(ticket -> MeasuredCentre.refund(clerks.get(client), ticket));
    }

    private void insert(WrittenRows rows, int client) throws Exception {
      rows.insert(connections.get(client), client, CLIENTS);
    }

    private void select(int client, List<String> tickets) throws Exception {
      for (String ticket : tickets) {
        try (var query =
            connections.get(client).prepareStatement("select * from ticket where number = ?")) {
          query.setString(1, ticket);
          try (var row = query.executeQuery()) {
            if (!row.next()) {
              throw new IllegalStateException("ticket " + ticket + " was sold and is not there");
            }
          }
        }
      }
    }

    private double perSecond(Share share) throws Exception {
      List<Callable<Void>> work = new ArrayList<>();
      for (int number = 0; number < CLIENTS; number++) {
        int client = number;
        work.add(
            () -> {
              share.of(client);
              return null;
            });
      }
      long began = System.nanoTime();
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
      return CLIENTS * each * 1e9 / (System.nanoTime() - began);
    }

    private static Figures figures(double sell, double lookUp, double refund) {
      return Figures.of(SELL, sell).and(LOOK_UP, lookUp).and(REFUND, refund);
    }
  }
}
