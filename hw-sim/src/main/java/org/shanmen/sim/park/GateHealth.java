package org.shanmen.sim.park;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A gate's answer to GET /health.
 *
 * @param json as it came
 */
public record GateHealth(JsonObject json) {
  /** Such as CONTROLLED. */
  public String mode() {
    return json.getString("mode");
  }

  public boolean isLinked() {
    return json.getBoolean("link");
  }

  public boolean isFree() {
    return json.getBoolean("free");
  }

  public boolean isFire() {
    return json.getBoolean("fire");
  }

  public long whitelistVersion() {
    return json.getJsonObject("whitelist").getLong("version");
  }

  /** Of the set in force. */
  public String whitelistHash() {
    return json.getJsonObject("whitelist").getString("hash");
  }

  public long journalEpoch() {
    return json.getJsonObject("journal").getLong("epoch");
  }

  /** The last event written. */
  public long journalLast() {
    return json.getJsonObject("journal").getLong("last");
  }

  /** The last event that the centre holds. */
  public long journalAcknowledged() {
    return json.getJsonObject("journal").getLong("acknowledged");
  }

  /** Whether the centre holds all that happened here. */
  public boolean isAllAcknowledged() {
    return journalAcknowledged() >= journalLast();
  }

  /** People in and out since the gate's journal began. */
  public long passes() {
    JsonObject passes = json.getJsonObject("passes");
    return passes.getLong("in") + passes.getLong("out");
  }

  /** People who were admitted and have neither passed nor been given back yet. */
  public int awaited() {
    return json.getInteger("awaited", 0);
  }

  /** Whether somebody waits for a member of staff. */
  public boolean isHolding() {
    return json.getBoolean("holding");
  }

  /** Whether the gate's area takes no more people, as the centre last told it. */
  public boolean isAreaFull() {
    return json.getBoolean("area_full");
  }

  /** ADMITTED or REFUSED; empty before the first decision. */
  public String lastDecision() {
    return last().getString("kind", "");
  }

  /** Why the last one was refused; empty when he was not. */
  public String lastReason() {
    String reason = last().getString("reason", "");
    return reason == null ? "" : reason;
  }

  /** Tells one decision from the next: the event that it was written as; 0 before the first. */
  public long lastDecisionSequence() {
    return last().getLong("sequence", 0L);
  }

  public List<String> alarms() {
    return json.getJsonArray("alarms", new JsonArray()).stream().map(Object::toString).toList();
  }

  private JsonObject last() {
    JsonObject last = json.getJsonObject("last");
    return last == null ? new JsonObject() : last;
  }
}
