package org.shanmen.central.web;

import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Whether texts can be stored: PostgreSQL takes no U+0000, and half a surrogate pair is no text.
 */
final class Texts {
  private Texts() {}

  /** Whether all texts of a request can be stored: path, query, headers and body. */
  static boolean storable(RoutingContext context) {
    var body = context.body() == null ? null : context.body().asString();
    return storable(decoded(context.request().path()))
        && context.request().params().entries().stream().allMatch(e -> storable(e.getValue()))
        && context.request().headers().entries().stream().allMatch(e -> storable(e.getValue()))
        && (body == null || storable(body) && !hidesUnstorable(body));
  }

  static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether JSON text escapes U+0000 or a surrogate; whole characters need no escape in UTF-8. */
  private static boolean hidesUnstorable(String json) {
    for (int at = json.indexOf('\\'); at >= 0 && at + 1 < json.length(); at = next(json, at)) {
      if (json.charAt(at + 1) == 'u' && at + 6 <= json.length()) {
        String digits = json.substring(at + 2, at + 6).toLowerCase(java.util.Locale.ROOT);
        if (digits.equals("0000") || digits.matches("d[89a-f]..")) {
          return true;
        }
      }
    }
    return false;
  }

  private static int next(String json, int backslash) {
    return json.indexOf('\\', backslash + 2);
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "\0";
    }
  }
}
