package org.shanmen.gate.whitelist;

/**
 * The whitelist could not be written. What was in force before is still in force and can be read;
 * the same, or whatever comes next, may be tried again once the disk takes it.
 */
public final class WhitelistFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public WhitelistFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
