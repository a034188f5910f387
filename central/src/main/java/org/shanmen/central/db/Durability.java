package org.shanmen.central.db;

import java.util.List;
import org.jooq.DSLContext;

/** Whether a server keeps what it says it committed, through a power cut too. */
final class Durability {
  private static final List<String> NEEDED =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private Durability() {}

  /**
   * @throws IllegalStateException naming the setting that is off and what to do
   */
  static void check(DSLContext context) {
    for (String setting : NEEDED) {
      String value = context.fetchValue("show " + setting).toString();
      if (value.equals("off")) {
        throw new IllegalStateException(
            "PostgreSQL runs with %s = off: sold tickets could be lost in a power cut; set it to on"
                .formatted(setting));
      }
    }
  }
}
