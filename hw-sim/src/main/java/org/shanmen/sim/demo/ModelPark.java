package org.shanmen.sim.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.sim.crowd.Crowd;
import org.shanmen.sim.park.ArmBoard;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.GateSite;
import org.shanmen.sim.park.Passwords;

/**
 * The park that is shown: a garden behind the north gates with an exit, a lake behind the east
 * gates, a tower with a few places, tickets of every kind, and somebody for each role.
 */
public final class ModelPark {
  /** A ticket for one, for all areas, with a signed code. */
  public static final String DAY = "DAY";

  /** A ticket for one, for the garden alone. */
  public static final String GARDEN_ONLY = "GARDEN";

  public static final String GROUP = "GROUP";
  public static final String COUNT_CARD = "TEN";
  public static final String MONTH_PASS = "MONTH";

  /** Comes in again only after he was seen out. */
  public static final String SEASON_PASS = "SEASON";

  public static final String ANNUAL_PASS = "YEAR";

  /** Once a day. */
  public static final String RESIDENT = "RESIDENT";

  public static final String STAFF = "STAFF";
  public static final String CONCESSION = "CONCESSION";
  public static final String STORED_VALUE = "CARD";

  /** Of which some are printed ahead. */
  public static final String PRINTED = "PRINTED";

  /** Closed on every day of the demonstration. */
  public static final String WINTER = "WINTER";

  /** Gates ask the centre before they let its holder in. */
  public static final String NAMED = "NAMED";

  /** For guests of the hotel inside, who come in by another road. */
  public static final String WAY_OUT = "WAYOUT";

  public static final String NORTH = "NORTH";
  public static final String EAST = "EAST";

  /** A small area with one two-way lane and few places. */
  public static final String TOWER = "TOWER";

  static final GateSite TOWER_LANE =
      new GateSite("T1", "望湖塔", "Tower", TOWER, "TWO_WAY", ArmBoard.CONTACTS_AND_LINE);
  static final int TOWER_PLACES = 2;

  private static final String GARDEN_AREA = "GARDEN";
  private static final String LAKE_AREA = "LAKE";

  private ModelPark() {}

  /**
   * Where so many gates stand: N1, N2 ... before the garden, E1, E2 ... before the lake; and the
   * exit of the garden besides.
   */
  public static List<GateSite> sites(int gates) {
    List<GateSite> sites = new ArrayList<>();
    int north = (gates + 1) / 2;
    for (int i = 1; i <= north; i++) {
      sites.add(new GateSite("N" + i, "北门 " + i + " 号", "North gate " + i, NORTH, "ENTRY"));
    }
    for (int i = 1; i <= gates - north; i++) {
      sites.add(new GateSite("E" + i, "东门 " + i + " 号", "East gate " + i, EAST, "ENTRY"));
    }
    sites.add(new GateSite(Crowd.EXIT, "北门出口", "North exit", NORTH, "EXIT"));
    return sites;
  }

  /** The same gates as visitors see them. */
  public static List<Crowd.Entrance> entrances(List<GateSite> sites) {
    return sites.stream()
        .filter(site -> site.kind().equals("ENTRY"))
        .map(site -> new Crowd.Entrance(site.code(), site.checkPoint().equals(NORTH)))
        .toList();
  }

  /** Makes areas, check points and ticket types. */
  public static void furnish(CentreClient administrator) {
    named(administrator, "/areas", GARDEN_AREA, "园林区", "Garden", Map.of());
    named(administrator, "/areas", LAKE_AREA, "湖区", "Lake", Map.of());
    named(administrator, "/areas", TOWER, "望湖塔", "Tower", Map.of("capacity", TOWER_PLACES));
    named(administrator, "/check-points", TOWER, "望湖塔", "Tower", Map.of("area", TOWER));
    named(administrator, "/check-points", NORTH, "北门", "North gate", Map.of("area", GARDEN_AREA));
    named(administrator, "/check-points", EAST, "东门", "East gate", Map.of("area", LAKE_AREA));
    // Valid for two days, so that midnight does not fall between buying and going in.
    type(
        administrator,
        DAY,
        "全票",
        "Day ticket",
        "SINGLE",
        8000,
        2,
        1,
        Map.of("code_form", "SIGNED"));
    type(
        administrator,
        GARDEN_ONLY,
        "园林票",
        "Garden ticket",
        "SINGLE",
        5000,
        2,
        1,
        Map.of("areas", new JsonArray().add(GARDEN_AREA)));
    type(
        administrator, GROUP, "团体票", "Group ticket", "GROUP", 6000, 2, 0, Map.of("max_people", 50));
    type(administrator, COUNT_CARD, "次卡", "Ten-visit card", "COUNT_CARD", 30000, 365, 10, Map.of());
    type(
        administrator,
        MONTH_PASS,
        "月卡",
        "Month pass",
        "PERIOD_PASS",
        12000,
        30,
        0,
        Map.of("minutes_between", 60));
    passes(administrator);
    otherKinds(administrator);
  }

  private static void passes(CentreClient administrator) {
    var seenOut = Map.<String, Object>of("reentry", "AFTER_EXIT");
    type(administrator, SEASON_PASS, "季卡", "Season pass", "PERIOD_PASS", 25000, 92, 0, seenOut);
    type(administrator, ANNUAL_PASS, "年卡", "Annual pass", "PERIOD_PASS", 60000, 365, 0, seenOut);
    type(
        administrator,
        RESIDENT,
        "居民卡",
        "Resident's card",
        "RESIDENT",
        0,
        365,
        0,
        Map.of("entries_per_day", 1));
    type(
        administrator,
        STAFF,
        "员工卡",
        "Staff card",
        "STAFF_CARD",
        0,
        365,
        0,
        Map.of("beyond_capacity", true));
  }

  private static void otherKinds(CentreClient administrator) {
    type(administrator, CONCESSION, "优待票", "Concession", "CONCESSION", 4000, 2, 1, Map.of());
    type(
        administrator,
        NAMED,
        "实名票",
        "Ticket on a name",
        "SINGLE",
        8000,
        2,
        1,
        Map.of("offline", "STRICT"));
    type(administrator, WAY_OUT, "离园票", "Way out", "SINGLE", 0, 2, 1, Map.of("only", "OUT"));
    type(administrator, PRINTED, "预制票", "Printed ticket", "SINGLE", 8000, 2, 1, Map.of());
    var fees =
        new JsonArray()
            .add(new JsonObject().put("area", GARDEN_AREA).put("fen", 3000))
            .add(new JsonObject().put("area", LAKE_AREA).put("fen", 2500))
            // More than a gate takes while it is alone.
            .add(new JsonObject().put("area", TOWER).put("fen", 7000));
    type(
        administrator,
        STORED_VALUE,
        "一卡通",
        "Pay-as-you-go card",
        "STORED_VALUE",
        2000,
        365,
        0,
        Map.of("fees", fees, "offline_limit_fen", 6000));
    var closed =
        new JsonObject().put("from", "2000-01-01").put("until", "2199-12-31").put("closed", true);
    type(
        administrator,
        WINTER,
        "冰雪节票",
        "Winter festival",
        "SINGLE",
        5000,
        2,
        1,
        Map.of("day_rules", new JsonArray().add(closed)));
  }

  /**
   * Makes a clerk, somebody in the control room and a viewer.
   *
   * @return their passwords by name, which is also the role's
   */
  public static Map<String, String> people(CentreClient administrator) {
    Map<String, String> passwords = new LinkedHashMap<>();
    Map<String, String> names =
        new LinkedHashMap<>(Map.of("clerk", "售票员 Clerk", "viewer", "访客 Viewer"));
    names.put("control", "控制中心 Control room");
    names.forEach(
        (role, name) -> {
          String password = Passwords.random();
          administrator.post(
              "/users",
              new JsonObject()
                  .put("name", role)
                  .put("display_name", name)
                  .put("password", password)
                  .put("roles", new JsonArray().add(role))
                  .put("language", "zh"));
          passwords.put(role, password);
        });
    return passwords;
  }

  private static void type(
      CentreClient administrator,
      String code,
      String nameZh,
      String nameEn,
      String kind,
      int priceFen,
      int validDays,
      int entries,
      Map<String, Object> more) {
    Map<String, Object> fields = new LinkedHashMap<>(more);
    fields.put("kind", kind);
    fields.put("price_fen", priceFen);
    fields.put("valid_days", validDays);
    if (!kind.equals("GROUP")) {
      fields.put("entries", entries); // a group has as many as it has people
    }
    named(administrator, "/ticket-types", code, nameZh, nameEn, fields);
  }

  private static void named(
      CentreClient administrator,
      String path,
      String code,
      String nameZh,
      String nameEn,
      Map<String, Object> more) {
    var body = new JsonObject().put("code", code).put("name_zh", nameZh).put("name_en", nameEn);
    more.forEach(body::put);
    administrator.post(path, body);
  }
}
