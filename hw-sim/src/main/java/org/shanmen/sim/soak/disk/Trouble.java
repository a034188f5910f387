package org.shanmen.sim.soak.disk;

/** Decides what becomes of each operation. Asked under the disk's lock. */
public interface Trouble {
  Trouble NONE = (number, operation, file) -> Fate.DONE;

  /** What becomes of one operation. */
  enum Fate {
    DONE,
    /** Fails with an input/output error; a write may have written a part. */
    FAILS,
    /** The power goes while it is carried out. */
    POWER_GOES
  }

  /**
   * @param number of the operation since the disk was made, the first is 1
   * @param file its path on the disk
   */
  Fate of(long number, Operation operation, String file);
}
