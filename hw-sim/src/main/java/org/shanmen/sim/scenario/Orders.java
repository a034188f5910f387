package org.shanmen.sim.scenario;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Confirm;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.OpenOnce;
import org.shanmen.protocol.wire.ReleaseFire;
import org.shanmen.protocol.wire.RunTest;

/** Reads commands of the control room and of an attendant's handheld. */
final class Orders {
  static final Map<String, LaneMode> MODES =
      Words.spelled(
          List.of(
              LaneMode.CONTROLLED,
              LaneMode.DIRECT_CHECK,
              LaneMode.ALWAYS_OPEN,
              LaneMode.ALWAYS_CLOSED,
              LaneMode.OUT_OF_SERVICE,
              LaneMode.EMERGENCY_OPEN));

  /** As long as the centre gives each. */
  private static final Duration ONCE = Duration.ofSeconds(10);

  private static final Duration MODE = Duration.ofSeconds(60);

  private final String verb;
  private final Park park;
  private final Command.Builder command = Command.newBuilder().setIssuer("control room");
  private Duration life = MODE;
  private boolean repeated;
  private OptionalLong meant = OptionalLong.empty();

  /**
   * @param verb the word that was taken: command, confirm, reject or release
   */
  Orders(String verb, Park park) {
    this.verb = verb;
    this.park = park;
  }

  Action read(Words words) {
    switch (verb) {
      case "confirm" -> confirm(true, words);
      case "reject" -> confirm(false, words);
      case "release" -> {
        words.need("fire");
        command.setReleaseFire(ReleaseFire.getDefaultInstance());
      }
      default -> command(words);
    }
    if (words.took("expires")) {
      words.need("in");
      life = Quantities.span(words, "how long it is good for");
    }
    return new Action.Order(command.build(), life, repeated, meant);
  }

  private void command(Words words) {
    var choices = new LinkedHashMap<String, Runnable>();
    new HashMap<>(MODES).forEach((name, mode) -> choices.put(name, () -> command.setSetMode(mode)));
    choices.put(
        "open-once",
        () -> {
          life = ONCE;
          command.setOpenOnce(OpenOnce.newBuilder().setDirection(words.choose(TicketTypes.WAYS)));
        });
    choices.put("test", () -> command.setRunTest(RunTest.getDefaultInstance()));
    choices.put("again", () -> repeated = true);
    words.choose(choices).run();
  }

  private void confirm(boolean accept, Words words) {
    life = ONCE;
    if (!words.atEnd() && !words.isNext("->") && !words.isNext("expires")) {
      meant = OptionalLong.of(new Tickets(park).known(words).id());
    }
    command.setIssuer("attendant").setConfirm(Confirm.newBuilder().setAccept(accept));
  }
}
