package org.shanmen.protocol.conf;

import java.util.List;

/**
 * A configuration file with mistakes; every one of them is listed, so that one edit can mend them
 * all.
 */
public final class InvalidConfiguration extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  InvalidConfiguration(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /**
   * One sentence each: {@code file:line: key = value: what was expected}. In the order of the
   * file's lines.
   */
  public List<String> mistakes() {
    return mistakes;
  }
}
