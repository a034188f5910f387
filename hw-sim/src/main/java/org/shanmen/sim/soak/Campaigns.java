package org.shanmen.sim.soak;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.sim.soak.park.WholePark;

/** All campaigns, in the order in which they are told. */
final class Campaigns {
  private static final List<Campaign> ALL =
      List.of(
          new KilledGate(),
          new KilledCentre(),
          new BrokenLinks(),
          new Siege(),
          new PowerCuts(),
          new Ext4Cuts(),
          new DiskFaults(),
          new BitRot(),
          new ClockSteps(),
          new HostileBytes(),
          new WholePark());

  private Campaigns() {}

  static Map<String, Campaign> byName() {
    var byName = new LinkedHashMap<String, Campaign>();
    ALL.forEach(campaign -> byName.put(campaign.name(), campaign));
    return Collections.unmodifiableMap(byName);
  }
}
