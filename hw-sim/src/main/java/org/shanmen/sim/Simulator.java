package org.shanmen.sim;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.shanmen.protocol.conf.InvalidConfiguration;
import org.shanmen.sim.control.ControlServer;
import org.shanmen.sim.rig.SimulatedLane;
import org.shanmen.sim.rig.Simulation;

/** {@code ./shanmen sim --config FILE}: simulated lanes for daemons that are started by hand. */
public final class Simulator {
  private static final int BAD_USAGE = 2;
  private static final String ENDPOINT = "control.json";

  private Simulator() {}

  public static void main(String[] arguments) {
    SimulatorLog.start();
    if (arguments.length != 2 || !arguments[0].equals("--config")) {
      fail("usage: ./shanmen sim --config FILE (docs/SIMULATION.md) / 用法见 docs/SIMULATION.md");
    }
    var file = Path.of(arguments[1]);
    try {
      run(SimulatorConfiguration.parse(file.toString(), Files.readString(file)));
    } catch (InvalidConfiguration e) {
      fail(String.join("\n", e.mistakes()));
    } catch (IOException e) {
      fail(e.toString());
    }
  }

  private static void run(SimulatorConfiguration conf) throws IOException {
    var simulation = Simulation.in(conf.directory());
    try {
      for (var lane : conf.lanes()) {
        simulation.add(lane);
      }
      var control = ControlServer.start(simulation, conf.control());
      var endpoint = conf.directory().resolve(ENDPOINT);
      Files.writeString(
          endpoint, new JsonObject().put("http", control.address().toString()).encode() + "\n");
      var stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    close(control, simulation, endpoint);
                    stopped.countDown();
                  },
                  "stop"));
      announce(control, simulation);
      stopped.await();
    } catch (IOException e) {
      simulation.close();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void announce(ControlServer control, Simulation simulation) {
    System.out.println("control API: " + control.address() + "/lanes");
    for (SimulatedLane lane : simulation.lanes()) {
      System.out.println(
          "lane " + lane.gate() + ": SHANMEN_SIM_WIRES=" + lane.wires() + ", terminals beside it");
    }
  }

  private static void close(ControlServer control, Simulation simulation, Path endpoint) {
    try {
      control.close();
      Files.deleteIfExists(endpoint);
    } catch (IOException e) {
      System.err.println(e);
    }
    simulation.close();
  }

  private static void fail(String text) {
    System.err.println(text);
    System.exit(BAD_USAGE);
  }
}
