package org.shanmen.gate;

import java.util.Optional;

/** What this build calls itself. */
final class Software {
  static final String NAME_AND_VERSION =
      "gate-daemon "
          + Optional.ofNullable(Software.class.getPackage().getImplementationVersion())
              .orElse("from classes");

  private Software() {}
}
