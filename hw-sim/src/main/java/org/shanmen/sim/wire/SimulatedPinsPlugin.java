package org.shanmen.sim.wire;

import com.pi4j.extension.Plugin;
import com.pi4j.extension.PluginService;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives a daemon the pins of a simulated lane: providers {@value #INPUT_PROVIDER} and {@value
 * #OUTPUT_PROVIDER}.
 *
 * <p>The lane's socket is named by the environment variable {@value #ENVIRONMENT} or by the system
 * property {@value #PROPERTY}, which comes first. Without either the providers are there, but
 * cannot make a pin.
 */
public final class SimulatedPinsPlugin implements Plugin {
  public static final String INPUT_PROVIDER = "shanmen-sim-digital-input";
  public static final String OUTPUT_PROVIDER = "shanmen-sim-digital-output";
  public static final String ENVIRONMENT = "SHANMEN_SIM_WIRES";
  public static final String PROPERTY = "shanmen.sim.wires";

  @Override
  public void initialize(PluginService service) {
    var wires = socket().map(ControllerWires::new);
    service.register(new SimulatedInputProvider(wires), new SimulatedOutputProvider(wires));
  }

  private static Optional<Path> socket() {
    String path = System.getProperty(PROPERTY, System.getenv(ENVIRONMENT));
    return path == null || path.isBlank() ? Optional.empty() : Optional.of(Path.of(path));
  }
}
