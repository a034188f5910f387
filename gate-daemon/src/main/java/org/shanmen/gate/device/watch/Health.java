package org.shanmen.gate.device.watch;

import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one device works, told to the lane once per change. A device counts as well until it
 * fails, so a good start says nothing. Thread-safe.
 */
public final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final String device;
  private final Inbox inbox;
  private boolean well = true;
  private boolean toldWell = true;
  private String detail = "";

  /**
   * @param device its name in the configuration
   */
  public Health(String device, Inbox inbox) {
    this.device = device;
    this.inbox = inbox;
  }

  public synchronized void well() {
    if (!well) {
      log.info("{}: works again", device);
    }
    well = true;
    detail = "";
    tell();
  }

  /**
   * @param why for the log and the alarm; only the first reason of a failure is told
   */
  public synchronized void failing(String why) {
    if (well) {
      log.warn("{}: {}", device, why);
      detail = why;
    }
    well = false;
    tell();
  }

  /** Tells again what a full inbox refused; to be called now and then. */
  public synchronized void tell() {
    if (well != toldWell && inbox.offer(new DeviceHealth(device, well, detail))) {
      toldWell = well;
    }
  }
}
