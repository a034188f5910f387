package org.shanmen.sim.scenario;

import java.util.List;

/**
 * One scenario: a park and what happens in it.
 *
 * @param file as it was named, for messages
 * @param title what it shows
 */
record Script(String file, String title, Park park, List<Step> steps) {
  Script {
    steps = List.copyOf(steps);
  }
}
