package org.shanmen.central.report;

import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import org.shanmen.central.db.Database;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Reports over HTTP. */
public final class ReportRoutes implements Routes {
  private static final int DAYS = 3_660;

  private final Database database;

  public ReportRoutes(Database database) {
    this.database = database;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("reportPasses", this::passes);
  }

  private Future<Reply> passes(Call call) {
    var from = Days.of(call.query("from").orElseThrow());
    var until = Days.of(call.query("until").orElseThrow());
    long days = ChronoUnit.DAYS.between(from, until) + 1;
    if (days < 1 || days > DAYS) {
      throw Refused.unprocessable(
          "日期区间须为 1 至 %d 天".formatted(DAYS),
          "%d days: expected 1 to %d, the last not before the first".formatted(days, DAYS));
    }
    var by = PassReport.By.parse(call.query("by").orElse(""));
    return database.read(sql -> Reply.ok(PassReport.of(sql, from, until, by)));
  }
}
