package org.shanmen.gate.ops;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** {@code GET /health}: how the gate is, as one JSON object. Thread-safe. */
public final class HealthPage {
  private static final JsonFactory JSON = new JsonFactory();

  private final String gate;
  private final LaneBoard board;
  private final Surroundings around;

  public HealthPage(String gate, LaneBoard board, Surroundings around) {
    this.gate = gate;
    this.board = board;
    this.around = around;
  }

  /**
   * Status "ok" means: connected, in force, no alarm stands. A silent sound card is told, and is no
   * fault of the lane.
   */
  public String render() {
    var state = board.state();
    var last = board.last();
    boolean ok = around.linkUp() && state.alarms().isEmpty();
    var text = new StringWriter();
    try (var out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("gate", gate);
      out.writeStringField("status", ok ? "ok" : "degraded");
      out.writeStringField("mode", state.mode().name());
      out.writeStringField("posture", state.posture().name());
      out.writeBooleanField("fire", state.fire());
      out.writeBooleanField("free", state.posture().isFree());
      out.writeStringField("arm", state.arm().name());
      out.writeNumberField("awaited", state.awaited());
      out.writeBooleanField("holding", state.holding());
      out.writeBooleanField("area_full", board.areaFull());
      out.writeBooleanField("link", around.linkUp());
      out.writeObjectFieldStart("whitelist");
      out.writeNumberField("version", around.whitelistVersion());
      out.writeStringField("hash", "%016x".formatted(around.whitelistHash()));
      out.writeEndObject();
      out.writeObjectFieldStart("journal");
      out.writeNumberField("epoch", around.journalEpoch());
      out.writeNumberField("last", around.journalLast());
      out.writeNumberField("acknowledged", around.journalAcknowledged());
      out.writeEndObject();
      out.writeObjectFieldStart("passes");
      out.writeNumberField("in", board.passedIn());
      out.writeNumberField("out", board.passedOut());
      out.writeEndObject();
      var sound = around.sound();
      if (sound.isPresent()) {
        out.writeObjectFieldStart("sound");
        out.writeStringField("state", sound.get().kind());
        out.writeStringField("why", sound.get().why());
        out.writeEndObject();
      }
      out.writeArrayFieldStart("alarms");
      for (String alarm : state.alarms()) {
        out.writeString(alarm);
      }
      out.writeEndArray();
      out.writeObjectFieldStart("last");
      out.writeStringField("kind", last.kind());
      out.writeStringField("reason", last.reason());
      out.writeStringField("text", last.text());
      out.writeNumberField("epoch", last.epoch());
      out.writeNumberField("sequence", last.sequence());
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
