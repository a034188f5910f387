package org.shanmen.gate.device.face;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a ZKTeco terminal in push mode wants to hear before and beside its records, so that it sends
 * them at once and goes on sending them.
 *
 * <pre>
 * GET  /iclock/cdata?SN=..&amp;options=all      greeting: the server's wishes, one KEY=VALUE a line
 * POST /iclock/registry?SN=..               RegistryCode=..
 * POST /iclock/push?SN=..                   the server's wishes again
 * GET  /iclock/getrequest?SN=..             OK: there are no commands
 * GET  /iclock/ping, POST /iclock/devicecmd, POST /iclock/cdata with other tables: OK
 * </pre>
 */
final class ZktecoPush {
  static final String OK = "OK";
  private static final Pattern SERIAL_NUMBER = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  private ZktecoPush() {}

  static boolean isSerialNumber(String text) {
    return SERIAL_NUMBER.matcher(text).matches();
  }

  /** Whether the request uploads records of visitors. */
  static boolean isRecords(Route route, HttpMethod method) {
    return route.action().equals("cdata")
        && method.equals(HttpMethod.POST)
        && route.table().equals("rtlog");
  }

  /**
   * The answer to everything but records; empty if there is no such thing in the protocol.
   *
   * @param wordSeconds how often the terminal shall look for commands, which tells that it lives
   */
  static Optional<String> answer(Route route, HttpMethod method, int wordSeconds) {
    boolean get = method.equals(HttpMethod.GET);
    boolean post = method.equals(HttpMethod.POST);
    return switch (route.action()) {
      case "cdata" ->
          get
              ? Optional.of("registry=ok\n" + wishes(route.token(), wordSeconds))
              : Optional.of(OK).filter(ok -> post);
      case "registry" -> Optional.of("RegistryCode=" + route.token()).filter(code -> post);
      case "push" -> Optional.of(wishes(route.token(), wordSeconds)).filter(wishes -> get || post);
      case "getrequest", "ping" -> Optional.of(OK).filter(ok -> get);
      case "devicecmd" -> Optional.of(OK).filter(ok -> post);
      default -> Optional.empty();
    };
  }

  /** Records at once, and another try after 10 s. */
  private static String wishes(String serialNumber, int wordSeconds) {
    return "RegistryCode="
        + serialNumber
        + "\nServerVersion=3.0.1\nServerName=Shanmen\nPushProtVer=3.0.1\nErrorDelay=10\n"
        + "RequestDelay="
        + wordSeconds
        + "\nTransTimes=00:00\nTransInterval=1\nTransTables=Transaction\nRealtime=1\n"
        + "SessionID="
        + serialNumber
        + "\nTimeoutSec=10\n";
  }
}
