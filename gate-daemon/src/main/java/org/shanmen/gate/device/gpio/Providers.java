package org.shanmen.gate.device.gpio;

import com.pi4j.context.Context;
import com.pi4j.extension.Plugin;
import com.pi4j.extension.PluginService;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.platform.Platform;
import com.pi4j.provider.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two Pi4J providers that the configuration names, found among all plugins on the classpath.
 * They are new at each call: a provider that was shut down is not used again.
 */
record Providers(DigitalInputProvider input, DigitalOutputProvider output) {
  private static final Logger log = LoggerFactory.getLogger(Providers.class);

  /**
   * @throws UnknownProvider if one of them is not there
   */
  static Providers find(GpioSettings settings) {
    List<Provider<?, ?, ?>> all = all();
    return new Providers(
        find(all, DigitalInputProvider.class, "gpio.input-provider", settings.inputProvider()),
        find(all, DigitalOutputProvider.class, "gpio.output-provider", settings.outputProvider()));
  }

  private static <P extends Provider<?, ?, ?>> P find(
      List<Provider<?, ?, ?>> all, Class<P> type, String key, String id) {
    List<P> fitting = all.stream().filter(type::isInstance).map(type::cast).toList();
    return fitting.stream()
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new UnknownProvider(key, id, fitting.stream().map(Provider::id).toList()));
  }

  private static List<Provider<?, ?, ?>> all() {
    Collected collected = new Collected();
    for (Plugin plugin : plugins()) {
      try {
        plugin.initialize(collected);
      } catch (RuntimeException | LinkageError e) {
        // Another machine's plugin; the one that the configuration names is missed by its id.
        log.debug("{} offers nothing here: {}", plugin.getClass().getName(), e.toString());
      }
    }
    return collected.providers;
  }

  private static Collection<Plugin> plugins() {
    List<Plugin> plugins = new ArrayList<>();
    Stream<ServiceLoader.Provider<Plugin>> found = ServiceLoader.load(Plugin.class).stream();
    for (ServiceLoader.Provider<Plugin> plugin : found.toList()) {
      try {
        plugins.add(plugin.get());
      } catch (ServiceConfigurationError e) {
        log.warn("Pi4J plugin {} cannot be used: {}", plugin.type().getName(), e.toString());
      }
    }
    return plugins;
  }

  /** What plugins register. There is no context yet: it is built of what is chosen here. */
  private static final class Collected implements PluginService {
    private final List<Provider<?, ?, ?>> providers = new ArrayList<>();

    @Override
    public Context context() {
      throw new UnsupportedOperationException("providers are chosen before there is a context");
    }

    @Override
    @SuppressWarnings("rawtypes")
    public PluginService register(Provider... offered) {
      for (Provider<?, ?, ?> provider : offered) {
        providers.add(provider);
      }
      return this;
    }

    @Override
    public PluginService register(Platform... offered) {
      return this;
    }
  }
}
