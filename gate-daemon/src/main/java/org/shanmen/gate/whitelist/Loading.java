package org.shanmen.gate.whitelist;

import java.util.List;
import org.shanmen.protocol.wire.Change;

/**
 * A snapshot on its way in. The set in force stays in force until {@link #finish}. One thread.
 * Beginning another snapshot or closing abandons this one.
 */
public interface Loading extends AutoCloseable {
  /**
   * Takes the next elements.
   *
   * @throws WhitelistFailed if the disk refuses them
   */
  void add(List<Change> changes);

  /**
   * Checks the hash of what was added and, if it is right, puts it in force. Takes seconds for
   * millions of elements; readers are not held up.
   *
   * @throws WhitelistFailed if the disk refuses it
   */
  Applied finish();

  /** Abandons the snapshot unless it was finished. */
  @Override
  void close();
}
