package org.shanmen.sim.demo;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.shanmen.sim.crowd.Codes;
import org.shanmen.sim.crowd.Crowd;
import org.shanmen.sim.crowd.HourlyProfile;
import org.shanmen.sim.crowd.Visit;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.park.Cable;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.CentreHouse;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.park.GateSite;
import org.shanmen.sim.park.LaneTimes;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Programs;

/** The park of the demonstration, furnished, staffed and running, before anybody comes. */
final class Stage implements AutoCloseable {
  /** Shorter than a real gate's, as everybody here is quick. */
  static final LaneTimes TIMES = new LaneTimes(3000, 1000, 60_000);

  /** Quicker would break the beams for less than a crowded machine may sleep over. */
  private static final double WALKING_SPEED = 2;

  private static final int CONSOLE_PORT = 8080;

  private final Park park;
  private final Path directory;
  private final List<GateSite> sites;
  private final Map<String, String> passwords;
  private final CentreClient clerk;
  private final SalesChannels channels;
  private final CentreClient viewer;
  private final CentreClient control;
  private final ZoneId zone;
  private final LocalDate firstDay;
  private final Takings takings = new Takings();
  private final Cable towerCable;

  private Stage(
      Park park,
      Path directory,
      List<GateSite> sites,
      Map<String, String> passwords,
      CentreClient clerk,
      CentreClient viewer,
      CentreClient control,
      ZoneId zone,
      Cable towerCable) {
    this.park = park;
    this.directory = directory;
    this.sites = sites;
    this.passwords = passwords;
    this.clerk = clerk;
    this.channels =
        SalesChannels.open(
            park.centre().administrator(),
            clerk,
            park.centre().root(),
            new CodePayment(park.sandbox().orElseThrow()));
    this.viewer = viewer;
    this.control = control;
    this.zone = zone;
    this.firstDay = LocalDate.now(zone);
    this.towerCable = towerCable;
  }

  /**
   * Starts everything; returns when all gates are linked to the centre.
   *
   * @param say told what is being waited for
   */
  static Stage set(DemoOptions options, Consumer<String> say) {
    Programs programs = Programs.installed();
    Path directory =
        options.data().orElse(Demo.usualDirectory(programs.home())).toAbsolutePath().normalize();
    say.accept("starting the centre / 正在启动中心 ...");
    Park park =
        Park.openWithPayment(
            programs,
            directory,
            CONSOLE_PORT,
            TIMES,
            Gait.atSpeed(WALKING_SPEED, GateHouse.BEAM_DEBOUNCE_MILLIS));
    try {
      CentreClient administrator = park.centre().administrator();
      ModelPark.furnish(administrator);
      Map<String, String> passwords = new LinkedHashMap<>();
      passwords.put(CentreHouse.ADMINISTRATOR, park.centre().administratorPassword());
      passwords.putAll(ModelPark.people(administrator));
      List<GateSite> sites = ModelPark.sites(options.gates());
      say.accept("starting " + (sites.size() + 1) + " gates / 正在启动检票机 ...");
      sites.forEach(site -> park.addGate(administrator, site));
      var towerCable = new Cable(park.centre().gatelinkPort());
      park.addGate(administrator, ModelPark.TOWER_LANE, towerCable.port());
      park.gates().forEach(GateHouse::awaitLinked);
      return new Stage(
          park,
          directory,
          sites,
          passwords,
          CentreClient.loggedIn(park.centre().root(), "clerk", passwords.get("clerk")),
          CentreClient.loggedIn(park.centre().root(), "viewer", passwords.get("viewer")),
          CentreClient.loggedIn(park.centre().root(), "control", passwords.get("control")),
          ZoneId.of(administrator.get("/park").getString("zone")),
          towerCable);
    } catch (RuntimeException | Error e) {
      park.close();
      throw e;
    }
  }

  /** A day's crowd, planned but not yet on its way. */
  CrowdRun crowd(HourlyProfile profile, int people, double speed, long seed, Tally tally) {
    List<Visit> visits = Crowd.plan(people, profile, ModelPark.entrances(sites), seed);
    var window = window(seed);
    var codes = sites.stream().map(GateSite::code).collect(Collectors.toSet());
    return new CrowdRun(
        visits,
        speed,
        TIMES.sameCodeMillis(),
        codes.stream().map(park::gate).toList(),
        window,
        viewer,
        new Attendant(control, window, codes),
        tally);
  }

  /**
   * What is played beside a crowd.
   *
   * @param people who come in the crowd
   */
  Interludes interludes(int people, long seed, Tally tally) {
    return new Interludes(
        park.gate(ModelPark.TOWER_LANE.code()),
        towerCable,
        window(~seed),
        control,
        viewer,
        tally,
        people);
  }

  private TicketWindow window(long seed) {
    return new TicketWindow(
        clerk, park.centre().administrator(), channels, takings, zone, new Codes(seed));
  }

  /** Holds what visitors say they paid against the ledger and the payment provider's bill. */
  Takings.Money money() {
    var today = LocalDate.now(zone);
    var provider = park.sandbox().orElseThrow();
    return takings.against(
        park.centre().administrator(), () -> provider.bill(firstDay, today, zone));
  }

  Park park() {
    return park;
  }

  Path directory() {
    return directory;
  }

  /** Passwords by name. */
  Map<String, String> passwords() {
    return passwords;
  }

  CentreClient viewer() {
    return viewer;
  }

  @Override
  public void close() {
    park.close();
    towerCable.close();
  }
}
