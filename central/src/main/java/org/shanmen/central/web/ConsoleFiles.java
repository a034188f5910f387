package org.shanmen.central.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The console's files from the classpath, {@code /console}. Files whose names hold a hash are
 * cached by browsers for a year, everything else is asked for again each time. A page address that
 * names no file gets index.html: the console routes by itself. The handheld at {@code /handheld} is
 * a page of its own: it works without a network, and reads codes with a wasm.
 */
final class ConsoleFiles implements Handler<RoutingContext> {
  private static final String ROOT = "console/";
  private static final String HANDHELD = "handheld.html";

  /** Whoever has such an address has the tickets behind it. */
  private static final String E_TICKETS = "e/";

  // Possessive and without a second way to match anything: strangers choose the text.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]*+");
  private static final int NAME_LENGTH = 200;
  private static final Pattern HASHED = Pattern.compile("assets/.*");
  private static final String NOT_BUILT =
      """
      <!doctype html>
      <html lang="zh"><meta charset="utf-8"><title>Shanmen 山门</title>
      <p>控制台尚未构建:请在源码目录运行 <code>./shanmen build</code>,然后重新启动中心。</p>
      <p>The console has not been built: run <code>./shanmen build</code> and start the centre again.</p>
      """;
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp3", "audio/mpeg"));

  private final Vertx vertx;
  // Of files that exist only, so as large as the console.
  private final Map<String, Buffer> files = new ConcurrentHashMap<>();

  ConsoleFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void handle(RoutingContext context) {
    var method = context.request().method();
    String name = context.normalizedPath().substring(1);
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)
        || name.startsWith("api/")
        || !isName(name)) {
      context.fail(404);
      return;
    }
    boolean page = name.isEmpty() || !name.contains(".") && wantsPage(context);
    String file = page ? pageOf(name) : name;
    if (file.equals(HANDHELD)) {
      SecurityHeaders.allowWasm(context.response());
    }
    if (name.startsWith(E_TICKETS)) {
      SecurityHeaders.hideFromSearch(context.response());
    }
    vertx
        .executeBlocking(() -> read(file), false)
        .onSuccess(
            bytes -> {
              if (bytes.isPresent()) {
                send(context, file, bytes.get());
              } else if (page) {
                send(context, "index.html", Buffer.buffer(NOT_BUILT));
              } else {
                context.fail(404);
              }
            })
        .onFailure(context::fail);
  }

  private static String pageOf(String name) {
    return name.equals("handheld") ? HANDHELD : "index.html";
  }

  /** Names of plain characters whose parts do not begin with a dot. */
  private static boolean isName(String name) {
    return name.length() <= NAME_LENGTH
        && NAME.matcher(name).matches()
        && !name.startsWith("/")
        && !name.startsWith(".")
        && !name.contains("//")
        && !name.contains("/.");
  }

  private static boolean wantsPage(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains("text/html");
  }

  private Optional<Buffer> read(String name) throws IOException {
    var known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (name.endsWith("/") || !TYPES.containsKey(extension(name))) {
      return Optional.empty();
    }
    try (InputStream in = ConsoleFiles.class.getClassLoader().getResourceAsStream(ROOT + name)) {
      if (in == null) {
        return Optional.empty();
      }
      var bytes = Buffer.buffer(in.readAllBytes());
      files.put(name, bytes);
      return Optional.of(bytes);
    }
  }

  private static void send(RoutingContext context, String name, Buffer bytes) {
    var response =
        context
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, TYPES.get(extension(name)))
            .putHeader(
                HttpHeaders.CACHE_CONTROL,
                HASHED.matcher(name).matches()
                    ? "public, max-age=31536000, immutable"
                    : "no-cache");
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length())).end();
    } else {
      response.end(bytes);
    }
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
