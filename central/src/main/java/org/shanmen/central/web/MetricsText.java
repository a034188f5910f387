package org.shanmen.central.web;

/** Prometheus' text format, version 0.0.4, being written. Not thread-safe. */
public final class MetricsText {
  private final StringBuilder text = new StringBuilder();

  /** What adds its metrics to each answer of GET /metrics; asked on an event loop. */
  @FunctionalInterface
  public interface Source {
    void write(MetricsText out);
  }

  /**
   * Begins a metric.
   *
   * @param type counter, gauge, histogram or summary
   */
  public MetricsText metric(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * One sample.
   *
   * @param labels name, value, name, value ...
   */
  public MetricsText sample(String name, double value, String... labels) {
    text.append(name);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      text.append(labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      text.append('"');
    }
    text.append(labels.length > 0 ? "} " : " ").append(number(value)).append('\n');
    return this;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
