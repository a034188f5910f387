package org.shanmen.central.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.shanmen.central.gatelink.Holding;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** One gate on the board. Not thread-safe: guarded by {@link LiveBoard}. */
final class GateState {
  /** What the park knows about a gate. */
  record Info(
      String code,
      String nameZh,
      String nameEn,
      String checkPoint,
      String area,
      String kind,
      Standing standing) {}

  /** What a gate's certificate is worth. */
  enum Standing {
    /** It never had one. */
    NEVER,
    IN_FORCE,
    /** It was taken back. */
    REVOKED
  }

  /** A ticket type's names. */
  record TypeName(String zh, String en) {}

  /** A ticket whose holder waits. */
  record HeldTicket(String number, TypeName type) {}

  /** It is too old for a policy that is in use: it lets in without asking. */
  static final String GATE_OUTDATED = "GATE_OUTDATED";

  private Info info;
  private boolean up;
  private Instant linkSince;
  private String software;
  private Heartbeat heartbeat;
  private Event last;
  private long whitelistVersion;
  private boolean whitelistCurrent;
  private long heldTicketOf;
  private HeldTicket heldTicket;
  private List<String> centreAlarms = List.of();

  /** True until the gate is connected and turns out to be too old for it. */
  private boolean asksFirst = true;

  private boolean centreIsAskedFirst;
  private long passedIn;
  private long passedOut;

  /** When it last changed, in the board's own counting. */
  private long revision;

  void info(Info newInfo) {
    info = newInfo;
  }

  /** False until the database has been asked about a gate that was heard of. */
  boolean known() {
    return info != null;
  }

  String code() {
    return info.code();
  }

  void link(boolean isUp, Instant since) {
    up = isUp;
    linkSince = since;
  }

  void software(String version, int protocolVersion) {
    software = version;
    asksFirst = protocolVersion >= Frames.CLAIMS_SINCE;
  }

  /** Returns whether the heartbeat says anything that the board shows and did not know. */
  boolean heartbeat(Heartbeat latest) {
    boolean news =
        heartbeat == null
            || heartbeat.getMode() != latest.getMode()
            || heartbeat.getFire() != latest.getFire()
            || heartbeat.getFree() != latest.getFree()
            || heartbeat.getLamp() != latest.getLamp()
            || heartbeat.getHolding() != latest.getHolding()
            || heartbeat.getHeldRight() != latest.getHeldRight()
            || heartbeat.getHeldNumber() != latest.getHeldNumber()
            || !heartbeat.getAlarmsList().equals(latest.getAlarmsList())
            || !heartbeat.getSoftware().equals(latest.getSoftware());
    heartbeat = latest;
    software = latest.getSoftware().isEmpty() ? software : latest.getSoftware();
    return news;
  }

  /** The right of whoever waits for a member of staff; 0: nobody waits, or nothing is known. */
  long heldRight() {
    return isHolding() ? heartbeat.getHeldRight() : 0;
  }

  private boolean isHolding() {
    return up && heartbeat != null && heartbeat.getHolding();
  }

  private Holding holding() {
    return new Holding(heartbeat.getHeldRight(), heartbeat.getHeldNumber());
  }

  /** Says whose ticket the right is. */
  void heldTicket(long right, HeldTicket ticket) {
    heldTicketOf = right;
    heldTicket = ticket;
  }

  /** Whether it is known whose ticket is held. */
  boolean heldTicketKnown() {
    return heldRight() == 0 || heldRight() == heldTicketOf;
  }

  /** The kinds of events that the board shows as the last thing that happened. */
  static final Set<EventKind> SHOWN =
      EnumSet.of(EventKind.ADMITTED, EventKind.REFUSED, EventKind.UNAUTHORISED_PASS);

  static boolean shown(Event event) {
    return SHOWN.contains(event.getKind());
  }

  void last(Event event) {
    last = event;
  }

  /** What was stored last before the centre started; what happened since then stays. */
  void lastBefore(Event event) {
    last = last == null ? event : last;
  }

  /** Returns whether this is new. */
  boolean whitelist(long version, boolean current) {
    boolean news = whitelistVersion != version || whitelistCurrent != current;
    whitelistVersion = version;
    whitelistCurrent = current;
    return news;
  }

  /** What the centre itself has found about the gate. */
  void centreAlarms(List<String> names) {
    centreAlarms = names;
  }

  /** Whether tickets are sold for which gates must ask the centre first. */
  void centreIsAskedFirst(boolean isAsked) {
    centreIsAskedFirst = isAsked;
  }

  void passes(long in, long out) {
    passedIn = in;
    passedOut = out;
  }

  long revision() {
    return revision;
  }

  void revision(long now) {
    revision = now;
  }

  /** GateLive of openapi.yaml. */
  JsonObject json(Map<Integer, TypeName> types) {
    return new JsonObject()
        .put("code", info.code())
        .put("name_zh", info.nameZh())
        .put("name_en", info.nameEn())
        .put("check_point", info.checkPoint())
        .put("area", info.area())
        .put("kind", info.kind())
        .put("link", link())
        .put("link_since", linkSince == null ? null : linkSince.toString())
        .put("mode", mode())
        .put("fire", heartbeat != null && heartbeat.getFire())
        .put("free", heartbeat != null && heartbeat.getFree())
        .put("lamp", lamp())
        .put("alarms", alarms())
        .put("holding", isHolding())
        .put("holding_id", isHolding() ? holding().text() : null)
        .put("held", heldJson())
        .put("passed_in", passedIn)
        .put("passed_out", passedOut)
        .put("last", last == null ? null : lastJson(types))
        .put(
            "whitelist",
            new JsonObject()
                .put("version", whitelistVersion)
                .put("current", up && whitelistCurrent))
        .put("software", software);
  }

  private String link() {
    if (up) {
      return "up";
    }
    return switch (info.standing()) {
      case NEVER -> "never";
      case IN_FORCE -> "down";
      case REVOKED -> "revoked";
    };
  }

  /** Null while nobody waits, and until it is known with which ticket. */
  private JsonObject heldJson() {
    if (heldRight() == 0 || !heldTicketKnown() || heldTicket == null) {
      return null;
    }
    return new JsonObject()
        .put("ticket", heldTicket.number())
        .put("ticket_type_zh", heldTicket.type().zh())
        .put("ticket_type_en", heldTicket.type().en());
  }

  private JsonArray alarms() {
    var alarms = new JsonArray();
    if (heartbeat != null) {
      heartbeat.getAlarmsList().forEach(alarms::add);
    }
    centreAlarms.forEach(alarms::add);
    if (centreIsAskedFirst && !asksFirst) {
      alarms.add(GATE_OUTDATED);
    }
    return alarms;
  }

  private String mode() {
    return heartbeat == null
            || heartbeat.getMode() == LaneMode.LANE_MODE_UNSPECIFIED
            || heartbeat.getMode() == LaneMode.UNRECOGNIZED
        ? null
        : heartbeat.getMode().name();
  }

  /** off, red or green; null if nothing is known. */
  private String lamp() {
    var lamp = heartbeat == null ? LampColour.LAMP_COLOUR_UNSPECIFIED : heartbeat.getLamp();
    return switch (lamp) {
      case LAMP_OFF -> "off";
      case LAMP_RED -> "red";
      case LAMP_GREEN -> "green";
      case LAMP_COLOUR_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private JsonObject lastJson(Map<Integer, TypeName> types) {
    var type = types.get(last.getTemplate());
    boolean reasoned =
        last.getReason() != Reason.REASON_UNSPECIFIED && last.getReason() != Reason.UNRECOGNIZED;
    return new JsonObject()
        .put("at", Instant.ofEpochMilli(last.getAtMillis()).toString())
        .put("kind", last.getKind().name())
        .put("reason", reasoned ? last.getReason().name() : null)
        .put("ticket_type_zh", type == null ? null : type.zh())
        .put("ticket_type_en", type == null ? null : type.en())
        .put("people", last.getPeople());
  }
}
