package org.shanmen.gate.lane;

import java.util.List;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;

/**
 * What lamp and panel show: what stands, and for a while what was just decided. Not thread-safe.
 */
final class Signage {
  private LampColour lamp = LampColour.LAMP_COLOUR_UNSPECIFIED;
  private Prompt shown;
  private Prompt decided;
  private long decidedUntilMillis;
  private Prompt serving;
  private Prompt unsaid;

  /** Somebody was let in; stays while he is awaited. */
  void welcome(Prompt prompt, long nowMillis) {
    serving = prompt;
    decide(prompt, nowMillis);
  }

  void refuse(Prompt.Refused prompt, long nowMillis) {
    decide(prompt, nowMillis);
  }

  /**
   * Brings lamp and panel up to date and says what was just decided.
   *
   * @param awaited somebody was let in and has not passed yet
   */
  void update(
      Posture posture, LaneKind kind, boolean awaited, long nowMillis, List<Effect> effects) {
    boolean evacuating = posture == Posture.FIRE || posture == Posture.EMERGENCY;
    boolean fresh =
        decided != null
            && nowMillis < decidedUntilMillis
            && (decided instanceof Prompt.Refused ? !evacuating : mayWelcome(posture, awaited));
    show(fresh ? decided : standing(posture, kind, awaited), effects);
    boolean refusing = fresh && decided instanceof Prompt.Refused;
    boolean open =
        posture.isFree() || (posture == Posture.CONTROLLED && (awaited || kind == LaneKind.EXIT));
    light(open && !(refusing && !awaited) ? LampColour.LAMP_GREEN : LampColour.LAMP_RED, effects);
    if (unsaid != null) {
      // Nobody on his way out must stop because his ticket is said to be used.
      effects.add(new Effect.Say(evacuating ? new Prompt.Standing(posture) : unsaid));
      unsaid = null;
    }
  }

  LampColour lamp() {
    return lamp;
  }

  /** No lane may wave the next visitor on with the last one's welcome. */
  private static boolean mayWelcome(Posture posture, boolean awaited) {
    return switch (posture) {
      case CONTROLLED -> awaited;
      case ALWAYS_OPEN, DIRECT_CHECK -> true;
      default -> false;
    };
  }

  private Prompt standing(Posture posture, LaneKind kind, boolean awaited) {
    if (posture != Posture.CONTROLLED) {
      return new Prompt.Standing(posture);
    }
    return awaited && serving != null ? serving : new Prompt.Idle(kind);
  }

  private void decide(Prompt prompt, long nowMillis) {
    decided = prompt;
    unsaid = prompt;
    decidedUntilMillis = nowMillis + Limits.REFUSAL_SHOWN_MILLIS;
  }

  private void show(Prompt prompt, List<Effect> effects) {
    if (!prompt.equals(shown)) {
      shown = prompt;
      effects.add(new Effect.Show(prompt));
    }
  }

  private void light(LampColour colour, List<Effect> effects) {
    if (colour != lamp) {
      lamp = colour;
      effects.add(new Effect.Light(colour));
    }
  }
}
