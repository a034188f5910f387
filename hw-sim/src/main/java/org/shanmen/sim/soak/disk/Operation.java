package org.shanmen.sim.soak.disk;

/** What a program asks of a disk that changes it, or makes a change safe. */
public enum Operation {
  CREATE,
  WRITE,
  RESIZE,
  FORCE,
  RENAME,
  DELETE,
  MAKE_DIRECTORY,
  FORCE_DIRECTORY
}
