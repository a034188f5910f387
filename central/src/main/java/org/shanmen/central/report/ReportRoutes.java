package org.shanmen.central.report;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.paper.Language;
import org.shanmen.central.park.Park;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Download;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Reports over HTTP: as JSON, as a sheet, on paper. */
public final class ReportRoutes implements Routes {
  /** Ten years. */
  private static final int DAYS = 3_660;

  /** Where each single event is read. */
  private static final int DAYS_OF_EVENTS = 400;

  private static final int MESSAGES = 200;

  private final Database database;
  private final Park park;
  private final InstantSource clock;
  private final SalesReports sales;

  public ReportRoutes(Database database, Park park, InstantSource clock) {
    this.database = database;
    this.park = park;
    this.clock = clock;
    this.sales = new SalesReports(new ParkTime(park.zone()));
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("reportPasses", this::passes);
    operations.bind("reportSales", this::sales);
    operations.bind("reportCashiers", this::cashiers);
    operations.bind("reportRefunds", this::refunds);
    operations.bind("reportTicketMix", this::mix);
    operations.bind("reportComparison", this::comparison);
    operations.bind("reportTerminals", this::terminals);
    operations.bind("reportTerminalMessages", this::messages);
    operations.bind("reportLive", this::live);
    operations.bind("reportTicketBatches", this::batches);
  }

  private Future<Reply> passes(Call call) {
    var period = period(call, DAYS);
    var by = PassReport.By.parse(call.query("by").orElse(""));
    return answer(call, sql -> PassReport.of(sql, period, by));
  }

  private Future<Reply> sales(Call call) {
    var period = period(call, DAYS);
    String by = call.query("by").orElse("");
    return answer(call, sql -> sales.sales(sql, scope(call), period, by));
  }

  private Future<Reply> cashiers(Call call) {
    var period = period(call, DAYS);
    boolean monthly = call.query("each").orElse("day").equals("month");
    return answer(
        call, sql -> sales.cashiers(sql, scope(call), period, monthly, call.query("clerk")));
  }

  private Future<Reply> refunds(Call call) {
    var period = period(call, DAYS);
    String by = call.query("by").orElse("day,clerk,what,reason,fee_percent,ticket_type");
    return answer(call, sql -> RefundReport.of(sql, scope(call), period, by));
  }

  private Future<Reply> mix(Call call) {
    var period = period(call, DAYS);
    return answer(call, sql -> sales.mix(sql, scope(call), period));
  }

  private Future<Reply> comparison(Call call) {
    var what = Comparison.What.valueOf(upper(call.query("what").orElseThrow()));
    var span = Comparison.Span.valueOf(upper(call.query("span").orElseThrow()));
    // Everybody may know how many people came.
    var scope = what == Comparison.What.PASSES ? Scope.PARK : scope(call);
    var period = compared(call, span);
    return answer(call, sql -> Comparison.of(sql, scope, what, span, period));
  }

  /** The span that holds a day, or the days from one to another. */
  private Period compared(Call call, Comparison.Span span) {
    var day = call.query("day");
    boolean range = call.query("from").isPresent() && call.query("until").isPresent();
    boolean half = call.query("from").isPresent() != call.query("until").isPresent();
    if (half || range == day.isPresent()) {
      throw Refused.unprocessable(
          "请给出 day,或 from 与 until", "give either day, or from together with until");
    }
    return range ? period(call, DAYS) : span.around(Days.of(day.get()), park.zone());
  }

  private static Scope scope(Call call) {
    return Scope.of(call.actor());
  }

  private Future<Reply> terminals(Call call) {
    var period = period(call, DAYS_OF_EVENTS);
    var gate = call.query("gate");
    return answer(
        call,
        sql -> {
          TerminalReports.requireGate(sql, gate);
          return TerminalReports.summary(sql, period, gate);
        });
  }

  private Future<Reply> messages(Call call) {
    var period = period(call, DAYS_OF_EVENTS);
    var gate = call.query("gate");
    return answer(
        call,
        sql -> {
          TerminalReports.requireGate(sql, gate);
          return TerminalReports.messages(
              sql,
              period,
              gate,
              call.query("kind"),
              call.query("after", 0),
              (int) call.query("limit", MESSAGES));
        });
  }

  private Future<Reply> batches(Call call) {
    var period = period(call, DAYS);
    return answer(call, sql -> BatchReport.of(sql, scope(call), period));
  }

  private Future<Reply> live(Call call) {
    var today = LocalDate.ofInstant(clock.instant(), park.zone());
    var period = new Period(today, today, park.zone());
    return answer(call, sql -> sales.live(sql, scope(call), period));
  }

  private Period period(Call call, int days) {
    return Period.of(
        call.query("from").orElseThrow(), call.query("until").orElseThrow(), park.zone(), days);
  }

  private Future<Reply> answer(Call call, Function<DSLContext, Report> work) {
    String form = call.query("format").orElse("json");
    var language = Language.of(call.query("language").orElse("zh"));
    return database.read(
        sql -> {
          var report = work.apply(sql);
          return switch (form) {
            case "xlsx" ->
                Reply.file(
                    file(
                        report,
                        Download.XLSX,
                        ".xlsx",
                        ReportSheet.of(report, name(language), language)));
            case "pdf" ->
                Reply.file(
                    file(
                        report,
                        Download.PDF,
                        ".pdf",
                        ReportPages.of(report, name(language), language)));
            default -> Reply.ok(report.json());
          };
        });
  }

  private static Download file(Report report, String type, String ending, byte[] bytes) {
    return new Download(type, report.fileName() + ending, Buffer.buffer(bytes));
  }

  private String name(Language language) {
    return language == Language.ZH ? park.nameZh() : park.nameEn();
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
