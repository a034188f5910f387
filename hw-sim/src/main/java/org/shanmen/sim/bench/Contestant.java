package org.shanmen.sim.bench;

import java.util.List;
import org.shanmen.protocol.wire.Change;

/** One that decides scans while changes are applied to what it knows. */
interface Contestant extends AutoCloseable {
  String name();

  /**
   * Shows a code, waits until the arm was told to open, and sends its holder through.
   *
   * @return from handing the decoded scan over until the arm was told, in nanoseconds
   */
  long scan(String code) throws InterruptedException;

  /** Takes in changes, all or nothing; one thread, which is not that of the scans. */
  void apply(List<Change> changes) throws Exception;

  @Override
  void close() throws Exception;
}
