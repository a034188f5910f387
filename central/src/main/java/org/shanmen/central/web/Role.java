package org.shanmen.central.web;

import java.util.Locale;

/** What a person may do; openapi.yaml says which operation needs which. */
public enum Role {
  ADMIN,
  CLERK,
  CONTROL,
  VIEWER,
  /** Keeps the books: statements and every shift. */
  FINANCE,
  /** Checks tickets at a gate, by hand. */
  ATTENDANT,
  /** A machine that sells; no person has it. */
  CHANNEL;

  /** The spelling in the interface and in the database: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
