package org.shanmen.central.sandboxpay;

import java.util.Locale;

/** What a simulated visitor sees on his phone. */
final class SandboxPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>模拟支付 / Sandbox payment</title>
      <style>body{font:18px sans-serif;max-width:26em;margin:2em auto;padding:0 1em}
      b{font-size:2em}button{font:inherit;padding:.6em 2em}</style>
      <p>模拟支付,不涉及真实资金 / A sandbox: no money moves</p>
      %s
      """;

  private SandboxPage() {}

  static String of(SandboxCharge charge) {
    String amount = String.format(Locale.ROOT, "¥%d.%02d", charge.fen / 100, charge.fen % 100);
    String rest =
        switch (charge.state) {
          case OPEN -> "<form method=\"post\"><button id=\"pay\">支付 / Pay</button></form>";
          case PAID -> "<p>已支付 / Paid</p>";
          case CLOSED -> "<p>已关闭 / Closed</p>";
        };
    return PAGE.formatted(
        "<p>" + escaped(charge.subject) + "</p><p><b>" + amount + "</b></p>" + rest);
  }

  static String unknown() {
    return PAGE.formatted("<p>没有这个付款码 / There is no such code</p>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
