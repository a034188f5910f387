package org.shanmen.sim.control;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.rig.LaneState;

/** What the control API says about a lane. */
final class LaneJson {
  private LaneJson() {}

  static JsonObject of(LaneState state) {
    var sensed = state.sensed();
    return new JsonObject()
        .put("gate", state.gate())
        .put("arm", state.arm().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("lamp", state.lamp().name().toLowerCase(Locale.ROOT))
        .put("panel", state.panel())
        .put("spoken", new JsonArray(state.spoken()))
        .put(
            "beams",
            new JsonObject()
                .put("outer", state.outerBroken())
                .put("inner", state.innerBroken())
                .put("outer_breaks", sensed.outerBreaks())
                .put("inner_breaks", sensed.innerBreaks()))
        .put("passes", new JsonObject().put("in", sensed.passedIn()).put("out", sensed.passedOut()))
        .put("power", state.power())
        .put("fire", state.fire())
        .put("people_waiting", state.peopleWaiting())
        .put("connected", state.connected())
        .put("interlock", state.interlock())
        .put(
            "collector",
            new JsonObject()
                .put("card", state.cards().held())
                .put("swallowed", state.cards().swallowed())
                .put("returned", state.cards().returned()));
  }

  static JsonObject of(WalkOutcome outcome) {
    return new JsonObject()
        .put("passed", outcome.passed())
        .put("refused", outcome.refused())
        .put("turned_back", outcome.turnedBack());
  }
}
