package org.shanmen.central;

import java.lang.management.ManagementFactory;
import org.shanmen.central.db.Database;
import org.shanmen.central.web.MetricsText;
import org.shanmen.central.web.Sessions;

/** What the process as a whole has to report. */
record CentreMetrics(Sessions sessions, Database database) implements MetricsText.Source {
  @Override
  public void write(MetricsText out) {
    var runtime = ManagementFactory.getRuntimeMXBean();
    var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    out.metric("shanmen_uptime_seconds", "gauge", "Since the process started.")
        .sample("shanmen_uptime_seconds", runtime.getUptime() / 1000.0)
        .metric("shanmen_heap_used_bytes", "gauge", "Java heap in use.")
        .sample("shanmen_heap_used_bytes", memory.getUsed())
        .metric("shanmen_sessions", "gauge", "People logged in.")
        .sample("shanmen_sessions", sessions.size())
        .metric("shanmen_database_connections_active", "gauge", "Connections at work.")
        .sample("shanmen_database_connections_active", database.activeConnections())
        .metric("shanmen_database_waiting", "gauge", "Work that waits for a connection.")
        .sample("shanmen_database_waiting", database.waiting());
  }
}
