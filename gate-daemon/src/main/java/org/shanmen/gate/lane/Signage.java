package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.LampColour;

/**
 * What lamp and panel show: what stands, and for a while what was just decided. Not thread-safe.
 */
final class Signage {
  /**
   * The lane as its signs have to tell it.
   *
   * @param idle what it asks of whoever comes while nobody is served
   * @param open whoever comes may pass
   * @param awaited somebody was let in and has not passed yet
   * @param people so many
   * @param instead what stands instead of {@code idle}: somebody waits for a member of staff or for
   *     the lane, or the lane is blocked
   * @param testLamp the lamp's colour while a maintenance test runs
   */
  record Scene(
      Posture posture,
      Prompt.Idle idle,
      boolean open,
      boolean awaited,
      int people,
      Optional<Prompt> instead,
      Optional<LampColour> testLamp) {}

  private static final long NEVER = Long.MIN_VALUE;

  private LampColour lamp = LampColour.LAMP_COLOUR_UNSPECIFIED;
  private Prompt shown;
  private Prompt told;
  private long toldUntilMillis;
  private Prompt serving;
  private Prompt unsaid;
  private long calledMillis = NEVER;

  /** Somebody was let in; stays while he is awaited. */
  void welcome(Prompt prompt, long nowMillis) {
    serving = prompt;
    tell(prompt, nowMillis);
  }

  /** Says something, and shows it for a while. */
  void tell(Prompt prompt, long nowMillis) {
    told = prompt;
    unsaid = prompt;
    toldUntilMillis = nowMillis + Limits.REFUSAL_SHOWN_MILLIS;
  }

  /** Brings lamp and panel up to date and says what was just decided. */
  void update(Scene scene, Turn turn) {
    callOut(scene.posture(), turn);
    boolean fresh = told != null && turn.nowMillis() < toldUntilMillis && mayTell(told, scene);
    show(fresh ? told : standing(scene), turn);
    boolean refused = told instanceof Prompt.Refused || told instanceof Prompt.Rejected;
    boolean stop =
        fresh
            && (refused && !scene.awaited()
                || told instanceof Prompt.Alarmed && !scene.posture().isFree());
    var colour = scene.open() && !stop ? LampColour.LAMP_GREEN : LampColour.LAMP_RED;
    light(scene.testLamp().orElse(colour), turn);
    if (unsaid != null) {
      say(unsaid, scene.posture(), turn);
      unsaid = null;
    }
  }

  /** Who comes later into the smoke has to hear it, too. */
  private void callOut(Posture posture, Turn turn) {
    if (!posture.isEvacuation()) {
      calledMillis = NEVER;
    } else if (calledMillis == NEVER) {
      // What began it was said by whoever began it.
      calledMillis = turn.nowMillis();
    } else if (turn.nowMillis() - calledMillis >= Limits.EVACUATION_SAID_MILLIS) {
      calledMillis = turn.nowMillis();
      turn.add(new Effect.Say(new Prompt.Standing(posture)));
    }
  }

  LampColour lamp() {
    return lamp;
  }

  private static boolean mayTell(Prompt prompt, Scene scene) {
    if (scene.posture().isEvacuation() || scene.testLamp().isPresent()) {
      return false;
    }
    if (prompt instanceof Prompt.Held || prompt instanceof Prompt.Testing) {
      // These say what stands; when it does not any more, they are over.
      return scene.instead().filter(prompt::equals).isPresent();
    }
    boolean welcomes = prompt instanceof Prompt.Welcome || prompt instanceof Prompt.Opened;
    if (!welcomes) {
      return true;
    }
    // No lane may wave the next visitor on with the last one's welcome.
    return scene.posture() == Posture.CONTROLLED ? scene.awaited() : scene.open();
  }

  private Prompt standing(Scene scene) {
    if (scene.testLamp().isPresent()) {
      return new Prompt.Testing();
    }
    if (scene.posture() != Posture.CONTROLLED) {
      // Whoever may leave needs no word about what is the matter with the lane.
      boolean leads = scene.open() && !scene.posture().isFree();
      return leads ? scene.idle() : new Prompt.Standing(scene.posture());
    }
    if (scene.instead().isPresent()) {
      return scene.instead().get();
    }
    if (!scene.awaited() || serving == null) {
      return scene.idle();
    }
    return serving instanceof Prompt.Welcome welcome ? welcome.of(scene.people()) : serving;
  }

  private static void say(Prompt prompt, Posture posture, Turn turn) {
    if (!posture.isEvacuation()) {
      turn.add(new Effect.Say(prompt));
    } else if (!(prompt instanceof Prompt.Alarmed)) {
      // Nobody on his way out must stop because his ticket is said to be used.
      turn.add(new Effect.Say(new Prompt.Standing(posture)));
    }
  }

  private void show(Prompt prompt, Turn turn) {
    if (!prompt.equals(shown)) {
      shown = prompt;
      turn.add(new Effect.Show(prompt));
    }
  }

  private void light(LampColour colour, Turn turn) {
    if (colour != lamp) {
      lamp = colour;
      turn.add(new Effect.Light(colour));
    }
  }
}
