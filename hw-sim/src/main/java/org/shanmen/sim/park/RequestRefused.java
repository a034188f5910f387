package org.shanmen.sim.park;

/** The centre answered a request with an error. */
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  RequestRefused(String request, int status, String code, String message) {
    super(request + " was answered " + status + " " + code + ": " + message);
    this.status = status;
    this.code = code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The centre's own word for it, such as NOT_FOUND; empty when the answer had none. */
  public String code() {
    return code;
  }
}
