package org.shanmen.central.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one place that decides who may call what: the session of the cookie, the roles that
 * openapi.yaml names, and the token that proves that a change was asked for by the console and not
 * by another site.
 */
public final class Access {
  /** The session cookie. */
  public static final String COOKIE = "shanmen_session";

  /** What every change but the login brings along. */
  public static final String CSRF_HEADER = "X-CSRF-Token";

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Sessions sessions;

  public Access(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Lets the request on or fails it.
   *
   * @param roles of the operation, as in openapi.yaml
   */
  void check(RoutingContext context, List<String> roles) {
    if (roles.contains("public")) {
      context.next();
      return;
    }
    var session = token(context).flatMap(sessions::find);
    if (session.isEmpty()) {
      context.fail(Refused.unauthenticated("请先登录", "log in first"));
      return;
    }
    if (!READING.contains(context.request().method())
        && !same(session.get().csrf(), context.request().getHeader(CSRF_HEADER))) {
      context.fail(
          Refused.forbidden(
              "缺少或错误的 " + CSRF_HEADER + " 请求头", CSRF_HEADER + " is missing or wrong"));
      return;
    }
    if (!roles.contains("any")
        && session.get().roles().stream().noneMatch(role -> roles.contains(role.text()))) {
      context.fail(
          Refused.forbidden(
              "权限不足,需要角色:" + String.join("、", roles),
              "not permitted: needs the role " + String.join(" or ", roles)));
      return;
    }
    context.put(Call.SESSION, session.get());
    context.next();
  }

  /** Sets the cookie of a new session. */
  public static void setCookie(RoutingContext context, String token) {
    context.response().addCookie(cookie(context, token));
  }

  /** Removes the cookie. */
  public static void removeCookie(RoutingContext context) {
    context.response().addCookie(cookie(context, "").setMaxAge(0));
  }

  /** The token of the request's cookie. */
  public static Optional<String> token(RoutingContext context) {
    return Optional.ofNullable(context.request().getCookie(COOKIE)).map(Cookie::getValue);
  }

  private static Cookie cookie(RoutingContext context, String value) {
    return Cookie.cookie(COOKIE, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(context.request().isSSL())
        .setSameSite(CookieSameSite.STRICT);
  }

  private static boolean same(String expected, String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
