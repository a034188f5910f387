package org.shanmen.sim.park;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.rig.Simulation;

/**
 * A centre, gates and lanes on this machine.
 *
 * <p>Closing it ends every process that it started, those of a database included; it is closed by a
 * shutdown hook when nobody else does, so after a Ctrl-C, a SIGTERM or a failure nothing is left
 * running. After a SIGKILL the next park in the same directory ends what was left. Thread-safe.
 */
public final class Park implements AutoCloseable {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Programs programs;
  private final ParkDirectory directory;
  private final Simulation simulation;
  private final Optional<SandboxHouse> sandbox;
  private final CentreHouse centre;
  private final LaneTimes times;
  private final Gait gait;
  private final Map<String, GateHouse> gates = new ConcurrentSkipListMap<>();
  private final Thread closer = new Thread(this::closeAll, "park-closer");
  private boolean closed;

  /**
   * Takes the directory and starts the centre; returns when it answers.
   *
   * @param path the park's own directory; what an earlier park left in it is removed
   * @param wantedHttpPort for the console, if it is free
   */
  public static Park open(
      Programs programs, Path path, int wantedHttpPort, LaneTimes times, Gait gait) {
    return open(programs, path, wantedHttpPort, times, gait, ZONE);
  }

  /** The same, somewhere else in the world. */
  public static Park open(
      Programs programs, Path path, int wantedHttpPort, LaneTimes times, Gait gait, ZoneId zone) {
    return open(
        new Park(programs, ParkDirectory.take(path), wantedHttpPort, times, gait, zone, false));
  }

  /** The same, with a payment provider at which visitors pay by scanning a code. */
  public static Park openWithPayment(
      Programs programs, Path path, int wantedHttpPort, LaneTimes times, Gait gait) {
    return open(
        new Park(programs, ParkDirectory.take(path), wantedHttpPort, times, gait, ZONE, true));
  }

  private static Park open(Park park) {
    Runtime.getRuntime().addShutdownHook(park.closer);
    try {
      park.sandbox.ifPresent(SandboxHouse::start);
      var root = park.centre.root();
      park.centre.configure(park.sandbox.map(house -> house.configuration(root)).orElse(""));
      park.centre.start();
      return park;
    } catch (RuntimeException | Error e) {
      park.close();
      throw e;
    }
  }

  private Park(
      Programs programs,
      ParkDirectory directory,
      int wantedHttpPort,
      LaneTimes times,
      Gait gait,
      ZoneId zone,
      boolean withPayment) {
    this.programs = programs;
    this.directory = directory;
    this.times = times;
    this.gait = gait;
    simulation = Simulation.in(directory.lanes());
    sandbox = withPayment ? Optional.of(new SandboxHouse(programs, directory)) : Optional.empty();
    centre = new CentreHouse(programs, directory, wantedHttpPort, zone);
  }

  /** The lanes' hardware. */
  public Simulation simulation() {
    return simulation;
  }

  public CentreHouse centre() {
    return centre;
  }

  /** Where visitors pay by scanning a code; empty if nobody does here. */
  public Optional<SandboxHouse> sandbox() {
    return sandbox;
  }

  public GateHouse gate(String code) {
    return gates.get(code);
  }

  /** All gates in the order of their codes. */
  public List<GateHouse> gates() {
    return List.copyOf(gates.values());
  }

  /**
   * Makes a gate known to the centre, enrols it and starts its daemon; does not wait for it.
   *
   * @param administrator a session with the right to do so
   */
  public GateHouse addGate(CentreClient administrator, GateSite site) {
    return addGate(administrator, site, centre.gatelinkPort());
  }

  /**
   * The same, by way of a cable that can be cut.
   *
   * @param port what the gate takes for the centre's
   */
  public GateHouse addGate(CentreClient administrator, GateSite site, int port) {
    administrator.post(
        "/gates",
        new JsonObject()
            .put("code", site.code())
            .put("name_zh", site.nameZh())
            .put("name_en", site.nameEn())
            .put("check_point", site.checkPoint())
            .put("kind", site.kind()));
    var gate =
        new GateHouse(
            programs,
            directory,
            simulation,
            site,
            times,
            gait,
            port,
            enrolmentCode(administrator, site.code()));
    gates.put(site.code(), gate);
    gate.program().start();
    return gate;
  }

  /** A fresh one-time code for a gate. */
  public static String enrolmentCode(CentreClient administrator, String gate) {
    return administrator
        .post("/gates/" + CentreClient.escaped(gate) + "/enrolment", new JsonObject())
        .getString("code");
  }

  /** A further program in this park's care, such as a gate that must fail. */
  public Program program(String name, List<String> command, Map<String, String> environment) {
    return new Program(
        name, command, environment, directory.log(name.replace(' ', '-')), directory.leftovers());
  }

  /** Ends everything; does nothing the second time. */
  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException e) {
      // The machine is shutting down already, and the hook finds nothing left to do.
    }
  }

  private synchronized void closeAll() {
    if (closed) {
      return;
    }
    closed = true;
    List<Program> programsToStop = new ArrayList<>();
    gates.values().forEach(gate -> programsToStop.add(gate.program()));
    programsToStop.add(centre.program());
    sandbox.ifPresent(house -> programsToStop.add(house.program()));
    programsToStop.forEach(Program::askToStop); // all at once: nobody waits for the slowest twice
    gates.values().forEach(GateHouse::close);
    centre.close();
    sandbox.ifPresent(SandboxHouse::close);
    simulation.close();
    directory.leftovers().endForGood();
    directory.close();
  }
}
