package org.shanmen.central.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * Where tickets of a type are valid, what entering costs, and whose the price is.
 *
 * @param areas empty: all
 * @param checkPoints empty: all of the areas
 * @param fees for one entry of one person; empty: paid when sold
 * @param parts of a package, whose price is split over them; empty: nobody asks
 */
public record Places(
    List<Area> areas, List<CheckPoint> checkPoints, List<AreaFee> fees, List<Part> parts) {
  /** All areas and check points, and no fees. */
  public static final Places EVERYWHERE = new Places(List.of(), List.of(), List.of(), List.of());

  /** An area as gates (id) and people (code) call it. */
  record Area(int id, String code) {}

  /** A check point, and the code of its area. */
  record CheckPoint(int id, String code, String area) {}

  record AreaFee(Area area, int fen) {}

  /** So much of the sum of all shares is the area's. */
  record Part(Area area, long share) {}

  /** Sorted, so that a template does not change with the order of rows. */
  public Places {
    areas = areas.stream().sorted(Comparator.comparingInt(Area::id)).toList();
    checkPoints = checkPoints.stream().sorted(Comparator.comparingInt(CheckPoint::id)).toList();
    fees = fees.stream().sorted(Comparator.comparingInt(fee -> fee.area().id())).toList();
    parts = parts.stream().sorted(Comparator.comparingInt(part -> part.area().id())).toList();
  }

  /** Whether the type is valid in the area of this code. */
  boolean covers(String area) {
    return areas.isEmpty() || areas.stream().anyMatch(covered -> covered.code().equals(area));
  }

  /** How much of an amount is each area's, by its id, to the fen; empty if it is no package. */
  public Map<Integer, Long> split(long fen) {
    return parts.isEmpty()
        ? Map.of()
        : Shares.split(
            fen, parts.stream().collect(Collectors.toMap(p -> p.area().id(), Part::share)));
  }

  void writeTo(TicketTemplate.Builder template) {
    areas.forEach(area -> template.addAreas(area.id()));
    checkPoints.forEach(checkPoint -> template.addCheckPoints(checkPoint.id()));
    fees.forEach(
        fee -> template.addFees(Fee.newBuilder().setArea(fee.area().id()).setFen(fee.fen())));
  }

  /** As in openapi.yaml's TicketType. */
  void writeTo(JsonObject type) {
    type.put("areas", sorted(areas.stream().map(Area::code).toList()))
        .put("check_points", sorted(checkPoints.stream().map(CheckPoint::code).toList()));
    var priced = new JsonArray();
    fees.stream()
        .sorted(Comparator.comparing(fee -> fee.area().code()))
        .forEach(
            fee ->
                priced.add(new JsonObject().put("area", fee.area().code()).put("fen", fee.fen())));
    type.put("fees", priced);
    var shares = new JsonArray();
    parts.stream()
        .sorted(Comparator.comparing(part -> part.area().code()))
        .forEach(
            part ->
                shares.add(
                    new JsonObject().put("area", part.area().code()).put("share", part.share())));
    type.put("parts", shares);
  }

  private static JsonArray sorted(List<String> codes) {
    return new JsonArray(codes.stream().sorted().toList());
  }
}
