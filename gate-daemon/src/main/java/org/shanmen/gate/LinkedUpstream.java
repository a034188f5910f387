package org.shanmen.gate;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.shanmen.gate.link.LaneLink;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.LaneSettings;

/** The upstream of a lane that has a link to its centre. As thread-safe as the link. */
public class LinkedUpstream implements Upstream {
  private final LaneLink link;
  private final Consumer<LaneSettings> inForce;

  /**
   * @param inForce hears what lane this is, too, once that is in force
   */
  public LinkedUpstream(LaneLink link, Consumer<LaneSettings> inForce) {
    this.link = link;
    this.inForce = inForce;
  }

  @Override
  public void eventsAppended() {
    link.eventsAppended();
  }

  @Override
  public void sendResult(CommandResult result) {
    link.sendResult(result);
  }

  @Override
  public void statusChanged() {
    link.statusChanged();
  }

  @Override
  public boolean ask(Claim claim) {
    return link.ask(claim);
  }

  @Override
  public void inForce(LaneSettings lane) {
    link.remember(lane);
    inForce.accept(lane);
  }

  @Override
  public void forget() {
    link.forget();
  }

  @Override
  public OptionalLong clockOffsetMillis() {
    return link.clockOffsetMillis();
  }
}
