package org.shanmen.sim.e2e;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core finds on a page that keeps people from using it. */
final class Accessibility {
  private static final String SCRIPT = read();

  /** Serious and critical findings as lines: rule, impact, the first elements. */
  private static final String FINDINGS =
      """
      async () => (await axe.run(document, {resultTypes: ['violations']})).violations
        .filter(found => found.impact === 'serious' || found.impact === 'critical')
        .map(found => `${found.id} (${found.impact}): ` + found.nodes.slice(0, 4)
          .map(node => `${node.target} [${node.any.map(check => check.message).join('; ')}]`)
          .join(' | '))
      """;

  private Accessibility() {}

  /** Empty if nothing serious was found. */
  @SuppressWarnings("unchecked") // an array of strings, as FINDINGS makes it
  static List<String> findings(Page page) {
    page.evaluate(SCRIPT);
    return (List<String>) page.evaluate(FINDINGS);
  }

  private static String read() {
    try (var script = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
