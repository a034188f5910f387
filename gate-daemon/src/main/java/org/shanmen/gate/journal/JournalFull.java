package org.shanmen.gate.journal;

/**
 * The journal has reached its size limit. Nothing was written; appending works again after {@link
 * Journal#forget}. {@link Journal#fullness()} warns long before.
 */
public final class JournalFull extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JournalFull(String message) {
    super(message);
  }
}
