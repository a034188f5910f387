package org.shanmen.gate.link;

import java.io.IOException;
import java.nio.file.Path;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.gate.whitelist.WhitelistFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A revoked gate forgets: its rights, in force and of the generation before, what the centre said
 * about its lane (the park's keys among it) and last its own key, so that one that is cut off in
 * the middle hears of it again. The journal stays, with keyed fingerprints and the questions behind
 * its decisions: what happened belongs to the park. Files are removed, their blocks not
 * overwritten. On the link's worker thread.
 */
final class Oblivion implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Oblivion.class);

  private final Path directory;
  private final Whitelist whitelist;
  private final SnapshotIntake intake;
  private final RememberedSettings settings;

  Oblivion(
      Path directory, Whitelist whitelist, SnapshotIntake intake, RememberedSettings settings) {
    this.directory = directory;
    this.whitelist = whitelist;
    this.intake = intake;
    this.settings = settings;
  }

  @Override
  public void run() {
    try {
      intake.abandon();
      // Twice: the whitelist keeps the generation before the one in force.
      whitelist.beginSnapshot(0, 0).finish();
      whitelist.beginSnapshot(0, 0).finish();
      settings.forget();
      Identity.delete(directory);
      LOG.info("This gate holds nothing of the park any more but its journal");
    } catch (IOException | WhitelistFailed e) {
      LOG.error("The revoked gate could not forget everything; delete its directories by hand", e);
    }
  }
}
