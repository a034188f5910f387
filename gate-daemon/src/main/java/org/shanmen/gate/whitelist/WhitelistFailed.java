package org.shanmen.gate.whitelist;

/**
 * The whitelist could not be written. What was in force before is still in force and can be read;
 * further changes fail until a snapshot, which begins new files, or a restart.
 */
public final class WhitelistFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public WhitelistFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
