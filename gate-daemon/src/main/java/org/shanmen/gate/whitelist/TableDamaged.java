package org.shanmen.gate.whitelist;

/** What a table's file holds is not what was written. Nothing that it says counts any more. */
final class TableDamaged extends RuntimeException {
  private static final long serialVersionUID = 1;

  TableDamaged(String what) {
    super(what);
  }

  TableDamaged(String what, Throwable cause) {
    super(what + ": " + cause, cause);
  }
}
