package org.shanmen.central.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * The one place that decides who may call what: the session of the cookie, the roles that
 * openapi.yaml names, the operations that the park gave to roles of its own, the operating units to
 * which somebody is bound, and the token that proves that a change was asked for by the console and
 * not by another site. Machines that sell show a token of their own instead.
 */
public final class Access {
  /** The session cookie. */
  public static final String COOKIE = "shanmen_session";

  /** What every change but the login brings along. */
  public static final String CSRF_HEADER = "X-CSRF-Token";

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /** What somebody may do whose password somebody else knows. */
  private static final Set<String> BEFORE_THE_CHANGE =
      Set.of("getSession", "closeSession", "changePassword");

  private static final String BEARER = "Bearer ";

  private final Sessions sessions;
  private final UnitWall units;
  private final MachineLogin machines;

  public Access(Sessions sessions, UnitWall units, MachineLogin machines) {
    this.sessions = sessions;
    this.units = units;
    this.machines = machines;
  }

  /** Lets the request on or fails it. */
  void check(RoutingContext context, Permission permission) {
    if (permission.roles().contains(Permission.PUBLIC)) {
      context.next();
      return;
    }
    String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.startsWith(BEARER)) {
      checkMachine(context, authorization.substring(BEARER.length()), permission);
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
    var rights = session.get().rights();
    if (rights.mustChangePassword() && !BEFORE_THE_CHANGE.contains(permission.id())) {
      context.fail(
          new Refused(
              403,
              "PASSWORD_CHANGE",
              "请先修改密码",
              "change your password first: somebody else knows it"));
      return;
    }
    if (!permission.permits(rights)) {
      context.fail(refusal(permission, rights));
      return;
    }
    context.put(Call.SESSION, session.get());
    context.next();
  }

  private static Refused refusal(Permission permission, Rights rights) {
    if (rights.bound() && permission.units().isEmpty()) {
      return Refused.forbidden(
          "权限不足：此操作涉及全园，而您只属于经营单位 " + String.join("、", rights.units()),
          "not permitted: this is about the whole park, and you work for "
              + String.join(", ", rights.units()));
    }
    return Refused.forbidden(
        "权限不足，需要角色：" + String.join("、", permission.roles()),
        "not permitted: needs the role " + String.join(" or ", permission.roles()));
  }

  /** Lets a request of somebody who is bound to units on, or fails it; after its validation. */
  void checkUnits(RoutingContext context, Permission permission) {
    Session session = context.get(Call.SESSION);
    var scope = permission.units().orElseThrow();
    if (session == null || !session.rights().bound() || scope == Permission.UnitScope.OWN) {
      context.next();
      return;
    }
    units
        .within(session.rights().units(), scope, context.pathParams(), new Call(context).body())
        .onFailure(context::fail)
        .onSuccess(
            within -> {
              if (within) {
                context.next();
              } else {
                context.fail(
                    Refused.forbidden(
                        "权限不足：不属于您的经营单位", "not permitted: it belongs to another operating unit"));
              }
            });
  }

  /** No other site can make a browser send this header, so there is no token against that. */
  private void checkMachine(RoutingContext context, String token, Permission permission) {
    context.request().pause(); // its body is read behind this
    machines
        .find(token, Call.address(context))
        .onComplete(
            found -> {
              context.request().resume();
              if (found.failed()) {
                context.fail(found.cause());
              } else if (!permission.roles().contains(Role.CHANNEL.text())) {
                context.fail(Refused.forbidden("此操作不对渠道开放", "machines that sell may not do this"));
              } else {
                context.put(Call.MACHINE, found.result());
                context.next();
              }
            });
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
