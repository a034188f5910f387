package org.shanmen.sim.soak.park;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * Where a gate stands.
 *
 * @param number from 1
 * @param area 1 is the park itself; the others lie in it
 * @param checkPoint its row of gates
 * @param other the other lane of its interlocked pair
 */
record GateSite(int number, int area, int checkPoint, LaneKind kind, OptionalInt other) {
  static final String ZONE = "Asia/Shanghai";
  static final int AREAS = 3;

  /**
   * Twenty gates: a main entrance and a back door into the park, two gardens inside it, each with
   * ways in and out. Gates 9 and 10 are the two lanes of a pair, as are 15 and 16.
   */
  static List<GateSite> park(int gates) {
    var sites = new ArrayList<GateSite>();
    for (int number = 1; number <= gates; number++) {
      sites.add(site(number));
    }
    return List.copyOf(sites);
  }

  private static GateSite site(int number) {
    var alone = OptionalInt.empty();
    return switch (number) {
      case 1, 2, 3, 4, 5 -> new GateSite(number, 1, 1, LaneKind.ENTRY, alone);
      case 6, 7 -> new GateSite(number, 1, 1, LaneKind.EXIT, alone);
      case 8 -> new GateSite(number, 1, 2, LaneKind.ENTRY, alone);
      case 9 -> new GateSite(number, 1, 2, LaneKind.TWO_WAY, OptionalInt.of(10));
      case 10 -> new GateSite(number, 1, 2, LaneKind.TWO_WAY, OptionalInt.of(9));
      case 11 -> new GateSite(number, 1, 2, LaneKind.EXIT, alone);
      case 12, 13 -> new GateSite(number, 2, 3, LaneKind.ENTRY, alone);
      case 14 -> new GateSite(number, 2, 3, LaneKind.TWO_WAY, alone);
      case 15 -> new GateSite(number, 3, 4, LaneKind.TWO_WAY, OptionalInt.of(16));
      case 16 -> new GateSite(number, 3, 4, LaneKind.TWO_WAY, OptionalInt.of(15));
      case 17, 18 -> new GateSite(number, 3, 5, LaneKind.ENTRY, alone);
      default -> new GateSite(number, 2, 6, LaneKind.TWO_WAY, alone);
    };
  }

  String name() {
    return "N" + number;
  }

  boolean letsIn() {
    return kind != LaneKind.EXIT;
  }

  LaneOptions options() {
    var usual = LaneOptions.DEFAULT;
    if (other.isEmpty()) {
      return usual;
    }
    var part = other.getAsInt() > number ? LaneOptions.Part.FIRST : LaneOptions.Part.SECOND;
    return new LaneOptions(
        usual.passTimeoutMillis(),
        usual.sameCodeMillis(),
        usual.checkTimeoutMillis(),
        usual.collector(),
        part,
        usual.sensing());
  }

  LaneSettings settings() {
    return LaneSettings.newBuilder()
        .setGateNumber(number)
        .setGateName(name())
        .setArea(area)
        .setAreaName("Area " + area)
        .setCheckPoint(checkPoint)
        .setKind(kind)
        .setZone(ZONE)
        .setFingerprintKey(ByteString.copyFrom(new byte[Fingerprint.KEY_BYTES]))
        .build();
  }
}
