package org.shanmen.gate.journal;

/**
 * The journal can no longer promise anything: a write or an fsync failed. Fail-stop: every later
 * call fails too, and only a restart, which reads what is really on the disk, helps.
 */
public class JournalFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JournalFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
