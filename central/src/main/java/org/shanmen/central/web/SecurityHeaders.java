package org.shanmen.central.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SecurityPolicyHandler;

/** What browsers must hold to, with every answer. */
final class SecurityHeaders implements SecurityPolicyHandler {
  private static final String NAME = "Content-Security-Policy";
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  /** For the one page that reads codes with a wasm; it may still run no script but ours. */
  static void allowWasm(HttpServerResponse response) {
    response.putHeader(
        NAME, POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"));
  }

  /** For pages whose addresses are secrets: no search engine keeps one that it came upon. */
  static void hideFromSearch(HttpServerResponse response) {
    response.putHeader("X-Robots-Tag", "noindex, nofollow, noarchive");
  }

  @Override
  public void handle(RoutingContext context) {
    context
        .response()
        .putHeader(NAME, POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    context.next();
  }
}
